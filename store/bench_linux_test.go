package store

import (
	"fmt"
	"os"
	"strings"
)

// residentMB gives the most memory that this process has had, mapped files too.
func residentMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, text, _ := strings.Cut(string(status), "VmHWM:")
	var kb float64
	if _, err := fmt.Sscanf(text, "%f", &kb); err != nil {
		return 0
	}
	return kb / 1024
}
