// Package diskfull tells a disk without room from other trouble, for the desk's file and
// the server's.
package diskfull
