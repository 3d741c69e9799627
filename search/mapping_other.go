//go:build !unix

package search

import (
	"errors"
	"os"
)

func mapPages(*os.File, int, bool) ([]byte, error) { return nil, errors.ErrUnsupported }

func unmapPages([]byte) error { return nil }

func readAhead([]byte) {}
