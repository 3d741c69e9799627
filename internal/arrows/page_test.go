package arrows

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// A newcomer finds every package on the page that says how the desk is built.
func TestThePageNamesEveryPackage(t *testing.T) {
	page, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	imports, err := readImports()
	if err != nil {
		t.Fatal(err)
	}
	named := make(map[string]bool)
	for _, path := range regexp.MustCompile(`[a-z0-9]+(/[a-z0-9]+)*`).FindAllString(string(page), -1) {
		named[path] = true
	}
	for pkg := range imports {
		if path, inside := strings.CutPrefix(pkg, module+"/"); inside && !named[path] {
			t.Errorf("ARCHITECTURE.md does not name %s: say there in one line what it is for", path)
		}
	}
}
