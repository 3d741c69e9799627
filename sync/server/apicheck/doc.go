// Package apicheck holds what the server's tests send and get to docs/openapi.yaml. It is
// a module of its own, so that the validator's modules stay out of the program's.
package apicheck
