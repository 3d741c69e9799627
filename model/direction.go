package model

import "fmt"

// Direction says which way a message went.
type Direction string

// The directions of a message.
const (
	DirectionIn   Direction = "in"
	DirectionOut  Direction = "out"
	DirectionNote Direction = "note"
)

// ParseDirection reads in, out or note.
func ParseDirection(text string) (Direction, error) {
	switch d := Direction(text); d {
	case DirectionIn, DirectionOut, DirectionNote:
		return d, nil
	}
	return "", fmt.Errorf("direction %.20q: want in, out or note", text)
}
