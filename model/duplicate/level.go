package duplicate

import "fmt"

// Level says how sure it is that two records are of the same firm or
// person. A lower number is surer.
type Level int

// The levels, surest first.
const (
	Certain  Level = iota + 1 // the same e-mail address or phone number
	Likely                    // the same web domain, and similar names
	Possible                  // the same name in the same place
)

// String gives the level in lower case.
func (l Level) String() string {
	switch l {
	case Certain:
		return "certain"
	case Likely:
		return "likely"
	case Possible:
		return "possible"
	}
	return fmt.Sprintf("duplicate level %d", int(l))
}

// MarshalText writes the level as its name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a level's name.
func (l *Level) UnmarshalText(name []byte) error {
	level, err := ParseLevel(string(name))
	*l = level
	return err
}

// ParseLevel reads the name of a level.
func ParseLevel(name string) (Level, error) {
	for _, l := range []Level{Certain, Likely, Possible} {
		if name == l.String() {
			return l, nil
		}
	}
	return 0, fmt.Errorf("%.20q is no level: want certain, likely or possible", name)
}
