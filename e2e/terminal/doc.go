// Package terminal runs a program in a pseudo terminal for a test, sends it keys
// and reads its screen. Waiting is for what is on the screen, never for a time.
package terminal
