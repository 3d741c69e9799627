// Package picker asks for one thing: a choice from a menu, a line of text, a
// file. Nothing here reads a disk but the command that Files gives out.
package picker
