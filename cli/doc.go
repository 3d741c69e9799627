// Package cli is the commands: flags in, a call to the desk, text or JSON out.
// Scripts rely on the names, the JSON shapes and the exit codes.
package cli
