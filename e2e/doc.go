// Package e2e holds scenarios: the real program in a real pseudo terminal, used
// as a person would, its screen read through a terminal emulator.
package e2e
