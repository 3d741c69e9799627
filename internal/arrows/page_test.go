package arrows

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const pagePath = "../../ARCHITECTURE.md"

// A newcomer finds every package on the page that says how the desk is built.
func TestThePageNamesEveryPackage(t *testing.T) {
	page, err := os.ReadFile(pagePath)
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

// Every file that the page names is there, under some folder.
func TestTheFilesOfThePageAreThere(t *testing.T) {
	page, err := os.ReadFile(pagePath)
	if err != nil {
		t.Fatal(err)
	}
	there := make(map[string]bool)
	err = filepath.WalkDir(filepath.Dir(pagePath), func(path string, entry fs.DirEntry, err error) error {
		there[filepath.Base(path)] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range regexp.MustCompile(`[a-z_]+\.go\b`).FindAllString(string(page), -1) {
		if !there[name] {
			t.Errorf("ARCHITECTURE.md names %s, which is not there", name)
		}
	}
}
