// Package form edits the fields of a record on one screen, and holds the line
// editor that every place where a person types is made of. Nothing here reads a
// disk, a clock or the desk: a form turns keys into a model.Set.
package form
