//go:build unix

package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "tradedesk/cli" // so that a cached result is not taken for that of a changed program
	"tradedesk/e2e/terminal"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// binary is the program under test, built once.
var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	if testing.Short() {
		os.Exit(m.Run()) // every scenario skips itself
	}
	os.Exit(withBinary(m.Run))
}

func withBinary(run func() int) int {
	dir, err := os.MkdirTemp("", "tradedesk-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "making a directory for the program:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "tradedesk")
	if out, err := exec.Command("go", "build", "-o", binary, "tradedesk").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
		return 1
	}
	return run()
}

// seat is one data directory, and what a person there does with it.
type seat struct {
	t    *testing.T
	data string
	home string // files to be imported, the working directory of everything
	env  []string

	program string // the program under test
}

func newSeat(t *testing.T) *seat {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the real program")
	}
	t.Parallel()
	return seatOf(t)
}

// seatOf is another seat of a scenario that has one already.
func seatOf(t *testing.T) *seat {
	t.Helper()
	s := &seat{t: t, data: filepath.Join(t.TempDir(), "data"), home: t.TempDir(), program: binary}
	s.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.home, "TMPDIR=" + t.TempDir(), "TERM=xterm-256color", "COLORTERM=truecolor",
		"LANG=en_GB.UTF-8", "TZ=UTC", "TRADEDESK_DATA=" + s.data, "TRADEDESK_USER=salma",
	}
	return s
}

// open starts the program on a screen.
func (s *seat) open(cols, rows int, args ...string) *terminal.Terminal {
	s.t.Helper()
	return terminal.Start(s.t, terminal.Program{Path: s.program, Args: args, Env: s.env, Dir: s.home, Cols: cols, Rows: rows})
}

// file writes a file of the person's and gives its path.
func (s *seat) file(name, content string) string {
	s.t.Helper()
	path := filepath.Join(s.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// output is what a command without a terminal did.
type output struct {
	stdout, stderr string
	code           int
}

func (s *seat) run(args ...string) output {
	s.t.Helper()
	cmd := exec.Command(s.program, args...)
	cmd.Env, cmd.Dir = s.env, s.home
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		s.t.Fatalf("running tradedesk %s: %v", strings.Join(args, " "), err)
	}
	return output{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// must runs a command that has to succeed and gives its output.
func (s *seat) must(args ...string) string {
	s.t.Helper()
	out := s.run(args...)
	if out.code != 0 {
		s.t.Fatalf("tradedesk %s: exit code %d\n%s%s", strings.Join(args, " "), out.code, out.stdout, out.stderr)
	}
	return out.stdout
}

// leads gives every lead by its company.
func (s *seat) leads() map[string]map[string]any {
	s.t.Helper()
	var list []map[string]any
	if err := json.Unmarshal([]byte(s.must("list", "lead", "--json")), &list); err != nil {
		s.t.Fatalf("reading the list of leads: %v", err)
	}
	byCompany := make(map[string]map[string]any, len(list))
	for _, lead := range list {
		company, _ := lead["company"].(string)
		if _, twice := byCompany[company]; twice {
			s.t.Errorf("%q is there twice", company)
		}
		byCompany[company] = lead
	}
	return byCompany
}

// checked proves the file and gives how many records are in it.
func (s *seat) checked() int {
	s.t.Helper()
	var report struct {
		OK       bool     `json:"ok"`
		Records  int      `json:"records"`
		Problems []string `json:"problems"`
	}
	if err := json.Unmarshal([]byte(s.must("check", "--json")), &report); err != nil {
		s.t.Fatalf("reading the report of check: %v", err)
	}
	if !report.OK {
		s.t.Fatalf("the file is broken: %s", strings.Join(report.Problems, "\n"))
	}
	return report.Records
}

// imported reads files in and gives the sums of their reports.
func (s *seat) imported(paths ...string) (created, updated, rejected int) {
	s.t.Helper()
	var report struct {
		Files []struct{ Created, Updated, Rejected int }
	}
	if err := json.Unmarshal([]byte(s.must(append([]string{"import", "--json"}, paths...)...)), &report); err != nil {
		s.t.Fatalf("reading the report of import: %v", err)
	}
	for _, f := range report.Files {
		created += f.Created
		updated += f.Updated
		rejected += f.Rejected
	}
	return created, updated, rejected
}

// leadsCSV makes a file of n leads, each company and address its own.
func leadsCSV(n int) string {
	var b strings.Builder
	b.WriteString("company,contact,email,country,product,quantity,unit,message\n")
	for i := range n {
		fmt.Fprintf(&b, "Buyer %06d SARL,Contact %d,buyer%06d@firm%06d.example,FR,argan oil,%d,KGM,\"Bonjour, nous cherchons %d kg d'huile d'argan.\"\n", i, i, i, i, 100+i%900, 100+i%900)
	}
	return b.String()
}
