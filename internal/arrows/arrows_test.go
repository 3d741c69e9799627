// Package arrows holds the direction in which the packages of the desk may know
// each other.
package arrows

import (
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "tradedesk"

// rule says what a package, or with "/..." also those below it, may import.
type rule struct {
	from   string
	ours   []string // packages of this module, as in from
	denied []string // packages of others, as in from
}

var (
	models     = []string{"tradedesk/model", "tradedesk/model/duplicate", "tradedesk/model/canonical", "tradedesk/model/causal", "tradedesk/model/refusal", "tradedesk/model/value", "tradedesk/model/likeness", "tradedesk/model/text", "tradedesk/model/reference"}
	storeBelow = append([]string{"tradedesk/store"}, models...)
	reading    = append([]string{"tradedesk/model/capture", "tradedesk/model/answer", "tradedesk/model/quotetext"}, models...) // for who reads what people type
	costing    = []string{"tradedesk/model/letter", "tradedesk/model/match", "tradedesk/model/invitation", "tradedesk/model/offer", "tradedesk/model/comparison", "tradedesk/model/commission", "tradedesk/model/cost"}
	bolt       = []string{"go.etcd.io/..."}
	web        = []string{"net", "net/http/..."}
	// A model knows no clock of its own, no disk, no screen.
	outside = []string{"os/...", "net", "net/http/...", "syscall", "path/filepath", "go.etcd.io/...", "charm.land/...", "github.com/charmbracelet/...", "github.com/spf13/..."}
)

// rules are looked up in order; the first that fits a package counts.
var rules = []rule{
	{"tradedesk", []string{"tradedesk/cli", "tradedesk/ui", "tradedesk/desk"}, slices.Concat(bolt, web)},
	{"tradedesk/cli/...", slices.Concat([]string{"tradedesk/cli/...", "tradedesk/ui", "tradedesk/desk", "tradedesk/serve"}, costing, reading), slices.Concat(bolt, web)},
	{"tradedesk/ui/...", slices.Concat([]string{"tradedesk/ui/...", "tradedesk/desk", "tradedesk/model/text/bidi"}, costing, reading), slices.Concat(bolt, web)},
	{"tradedesk/desk/...", slices.Concat([]string{
		"tradedesk/desk/...", "tradedesk/internal/diskfull", "tradedesk/internal/diskroom", "tradedesk/internal/durable", "tradedesk/sync/...", "tradedesk/exchange/...", "tradedesk/search/...", "tradedesk/demo/...", "tradedesk/document", "tradedesk/model/capture", "tradedesk/model/answer", "tradedesk/model/quotetext",
	}, costing, storeBelow), bolt},
	// What runs a server knows the whole of it, and nothing of the desk.
	{"tradedesk/serve", append([]string{"tradedesk/sync/protocol", "tradedesk/sync/server/...", "tradedesk/internal/diskroom", "tradedesk/internal/durable"}, models...), bolt},
	{"tradedesk/exchange/...", append([]string{"tradedesk/exchange/...", "tradedesk/model/cost", "tradedesk/model/answer", "tradedesk/model/quotetext"}, storeBelow...), slices.Concat(bolt, web)},
	// Papers for buyers are made of records alone; what sets text and what writes PDF know none.
	{"tradedesk/document", append([]string{"tradedesk/document/typeset", "tradedesk/document/pdf", "tradedesk/model/text/bidi"}, models...), outside},
	{"tradedesk/document/pdf/...", []string{"tradedesk/document/typeset", "tradedesk/document/pdf", "tradedesk/model/text/bidi"}, outside},
	{"tradedesk/document/typeset", []string{"tradedesk/model/text/bidi"}, outside},
	// A line may ask what something is worth in a currency.
	{"tradedesk/search/query", append([]string{"tradedesk/model/cost"}, models...), slices.Concat(bolt, web)},
	{"tradedesk/search/...", append([]string{"tradedesk/search/..."}, storeBelow...), slices.Concat(bolt, web)},
	// The server shares the protocol and the model with the desk, and nothing else.
	{"tradedesk/sync/server/boltlog", append([]string{"tradedesk/sync/protocol", "tradedesk/sync/server/storage", "tradedesk/internal/resident", "tradedesk/internal/diskfull"}, models...), web},
	{"tradedesk/sync/server/storage", append([]string{"tradedesk/sync/protocol", "tradedesk/internal/diskfull"}, models...), slices.Concat(bolt, web)},
	{"tradedesk/sync/server/...", append([]string{"tradedesk/sync/protocol", "tradedesk/sync/server/...", "tradedesk/internal/diskfull", "tradedesk/internal/diskroom", "tradedesk/internal/durable"}, models...), bolt},
	{"tradedesk/sync/protocol", models, bolt},
	{"tradedesk/sync/client", append([]string{"tradedesk/sync/protocol"}, storeBelow...), bolt},
	{"tradedesk/sync/...", append([]string{"tradedesk/sync/..."}, storeBelow...), slices.Concat(bolt, web)},
	{"tradedesk/demo/...", slices.Concat([]string{"tradedesk/demo/..."}, costing, storeBelow), slices.Concat(bolt, web)},
	{"tradedesk/store/...", append([]string{"tradedesk/store/...", "tradedesk/internal/resident", "tradedesk/internal/diskfull", "tradedesk/internal/diskroom", "tradedesk/internal/durable"}, models...), web},
	{"tradedesk/model", append([]string{"tradedesk/model/cost", "tradedesk/model/cborhead"}, models...), outside},
	{"tradedesk/model/causal", append([]string{"tradedesk/model/cborhead"}, models...), outside},
	{"tradedesk/model/duplicate", models, outside},
	{"tradedesk/model/canonical", nil, outside},
	{"tradedesk/model/cborhead", nil, outside},
	{"tradedesk/model/capture", models, outside},
	{"tradedesk/model/answer", models, outside},
	{"tradedesk/model/quotetext", append([]string{"tradedesk/model/answer"}, models...), outside},
	// What a deal costs and earns is arithmetic on values; it knows no records.
	{"tradedesk/model/cost", []string{"tradedesk/model/refusal", "tradedesk/model/value"}, outside},
	{"tradedesk/model/comparison", append([]string{"tradedesk/model/cost"}, models...), outside},
	{"tradedesk/model/offer", append([]string{"tradedesk/model/comparison", "tradedesk/model/commission", "tradedesk/model/cost"}, models...), outside},
	{"tradedesk/model/letter", models, outside},
	{"tradedesk/model/match", append([]string{"tradedesk/model/invitation"}, models...), outside},
	{"tradedesk/model/invitation", models, outside},
	{"tradedesk/model/commission", []string{"tradedesk/model/cost", "tradedesk/model/refusal", "tradedesk/model/value"}, outside},
	{"tradedesk/model/refusal", []string{"tradedesk/model/text"}, outside},
	{"tradedesk/model/value", []string{"tradedesk/model/refusal", "tradedesk/model/text", "tradedesk/model/reference"}, outside},
	// What makes the tables from their sources runs on a developer's machine.
	{"tradedesk/model/reference/internal/build", []string{"tradedesk/model/reference", "tradedesk/model/text"}, web},
	{"tradedesk/model/reference/...", []string{"tradedesk/model/reference/...", "tradedesk/model/text"}, outside},
	{"tradedesk/model/likeness", []string{"tradedesk/model/text"}, outside},
	{"tradedesk/model/text/...", nil, outside},
	{"tradedesk/model/modeltest", append([]string{"tradedesk/model/cost"}, models...), outside}, // records for tests: nobody may import it
	// The end-to-end scenarios know the program from outside only.
	// The program with a wrong clock is put together as the program is.
	{"tradedesk/e2e/skewed", []string{"tradedesk/cli"}, slices.Concat(bolt, web)},
	{"tradedesk/e2e/...", []string{"tradedesk/e2e/..."}, bolt},
	// Memory of the process, which who maps a file bounds.
	{"tradedesk/internal/resident", nil, web},
	{"tradedesk/internal/diskfull", nil, slices.Concat(bolt, web)},
	{"tradedesk/internal/diskroom", nil, slices.Concat(bolt, web)},
	// Tests and generators stand outside of the building and may look into all of it.
	{"tradedesk/internal/...", []string{"tradedesk/..."}, nil},
}

// fits reports whether a package is the one that a pattern names, or below it.
func fits(pattern, pkg string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == base || strings.HasPrefix(pkg, base+"/")
	}
	return pkg == pattern
}

func anyFits(patterns []string, pkg string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return fits(pattern, pkg) })
}

// violations checks the imports of each package against the rules.
func violations(rules []rule, imports map[string][]string) []string {
	var out []string
	for pkg, imported := range imports {
		i := slices.IndexFunc(rules, func(r rule) bool { return fits(r.from, pkg) })
		if i < 0 {
			out = append(out, pkg+" has no place in the rules")
			continue
		}
		for _, to := range imported {
			ours := to == module || strings.HasPrefix(to, module+"/")
			if ours && !anyFits(rules[i].ours, to) || !ours && anyFits(rules[i].denied, to) {
				out = append(out, pkg+" must not import "+to)
			}
		}
	}
	slices.Sort(out)
	return out
}

func TestArrowsRunDown(t *testing.T) {
	imports, err := readImports()
	if err != nil {
		t.Fatal(err)
	}
	if len(imports["tradedesk/cli"]) == 0 || len(imports["tradedesk/store"]) == 0 {
		t.Fatalf("go list gives too little to check: %v", imports)
	}
	for _, v := range violations(rules, imports) {
		t.Error(v)
	}
}

// readImports asks go list for what each package of the module imports, tests
// left out: they may stand where they like.
func readImports() (map[string][]string, error) {
	cmd := exec.Command("go", "list", "-deps", "-f", `{{if not .Standard}}{{.ImportPath}} {{join .Imports " "}}{{end}}`, "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if failed, ok := err.(*exec.ExitError); ok {
		return nil, fmt.Errorf("go list: %w: %s", err, failed.Stderr)
	} else if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	imports := make(map[string][]string)
	for line := range strings.Lines(string(out)) {
		names := strings.Fields(line)
		if len(names) > 0 && (names[0] == module || strings.HasPrefix(names[0], module+"/")) {
			imports[names[0]] = names[1:]
		}
	}
	return imports, nil
}

func TestViolationsAreFound(t *testing.T) {
	tests := []struct {
		name    string
		pkg, to string
		allowed bool
	}{
		{"cli on desk", "tradedesk/cli", "tradedesk/desk", true},
		{"cli on ui", "tradedesk/cli", "tradedesk/ui", true},
		{"cli on store", "tradedesk/cli", "tradedesk/store", false},
		{"cli on the screens' parts", "tradedesk/cli", "tradedesk/ui/theme", false},
		{"ui part on ui part", "tradedesk/ui/keys", "tradedesk/ui/words", true},
		{"ui on a file format", "tradedesk/ui", "tradedesk/exchange", false},
		{"ui on bbolt", "tradedesk/ui/layout", "go.etcd.io/bbolt", false},
		{"ui on the commands", "tradedesk/ui", "tradedesk/cli", false},
		{"desk on HTTP", "tradedesk/desk", "net/http", true},
		{"desk on bbolt", "tradedesk/desk", "go.etcd.io/bbolt", false},
		{"desk on ui", "tradedesk/desk", "tradedesk/ui", false},
		{"cli on what runs a server", "tradedesk/cli", "tradedesk/serve", true},
		{"cli on the server", "tradedesk/cli", "tradedesk/sync/server", false},
		{"what runs a server on the desk", "tradedesk/serve", "tradedesk/desk", false},
		{"what runs a server on its engine", "tradedesk/serve", "tradedesk/sync/server/boltlog", true},
		{"the server on the store", "tradedesk/sync/server", "tradedesk/store", false},
		{"store on bbolt", "tradedesk/store", "go.etcd.io/bbolt/errors", true},
		{"store on HTTP", "tradedesk/store", "net/http", false},
		{"store on desk", "tradedesk/store", "tradedesk/desk", false},
		{"exchange on search", "tradedesk/exchange", "tradedesk/search", false},
		{"exchange on store", "tradedesk/exchange", "tradedesk/store", true},
		{"model on the disk", "tradedesk/model/value", "os", false},
		{"model on store", "tradedesk/model", "tradedesk/store", false},
		{"model on its values", "tradedesk/model", "tradedesk/model/value", true},
		{"the landed cost on records", "tradedesk/model/cost", "tradedesk/model", false},
		{"an offer on what its quotes cost", "tradedesk/model/offer", "tradedesk/model/comparison", true},
		{"an offer on a document", "tradedesk/model/offer", "tradedesk/document", false},
		{"a document on its letters", "tradedesk/document", "tradedesk/document/typeset", true},
		{"a document on the file formats", "tradedesk/document", "tradedesk/exchange", false},
		{"PDF on records", "tradedesk/document/pdf", "tradedesk/model", false},
		{"cli on documents", "tradedesk/cli", "tradedesk/document", false},
		{"the commission on the landed cost", "tradedesk/model/commission", "tradedesk/model/cost", true},
		{"text on values", "tradedesk/model/text", "tradedesk/model/value", false},
		{"model on a network", "tradedesk/model", "net/http", false},
		{"a scenario on the store", "tradedesk/e2e", "tradedesk/store", false},
		{"a package without a place", "tradedesk/util", "fmt", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found := violations(rules, map[string][]string{tt.pkg: {"fmt", tt.to}})
			if allowed := len(found) == 0; allowed != tt.allowed {
				t.Errorf("%s importing %s: violations %q, want allowed %t", tt.pkg, tt.to, found, tt.allowed)
			}
		})
	}
}
