//go:build unix

// Command bench measures the whole program beside its peers, on one machine in
// one run, and prints what docs/BENCHMARKS.md holds:
//
//	cd bench && go run .
//
// The peers are a Bubble Tea program that draws one screen, a bare bbolt file,
// SQLite, fzf and sahilm/fuzzy. The data is the demo generator's, of one seed.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// figure is one thing that is measured.
type figure struct {
	name    string
	measure func(context.Context, *bench) error
}

var figures = []figure{
	{"start", measureStart},
	{"keys", measureKeys},
	{"import", measureImport},
	{"edit", measureEdit},
	{"page", measurePage},
	{"sqlite", measureSQLite},
	{"search", measureSearch},
}

// bench is one run.
type bench struct {
	dir    string // desks and files that take long to make are kept here
	leads  int
	rounds int
	// searched is over how many records lines are typed.
	searched []int
}

func main() {
	b := &bench{searched: []int{10_000, 100_000, 1_000_000}}
	var only, gets string
	flag.StringVar(&b.dir, "dir", filepath.Join(os.TempDir(), "tradedesk-bench"), "where desks and files are made, and kept for the next run")
	flag.IntVar(&b.leads, "leads", 1_000_000, "how many leads the large desk has")
	flag.Func("records", "over how many records to search, such as 100000,1000000 (default 10000,100000,1000000)", b.readSearched)
	flag.IntVar(&b.rounds, "rounds", 11, "how often each is measured")
	flag.StringVar(&only, "only", "", "measure these only, such as start,keys")
	flag.StringVar(&gets, "gets", "", "read records of a desk's or an SQLite file by the ids on standard input, for a bench that this is a part of")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if gets != "" {
		if err := serveGets(ctx, gets, os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench: reading records:", err)
			os.Exit(1)
		}
		return
	}
	if err := b.run(ctx, strings.FieldsFunc(only, func(r rune) bool { return r == ',' })); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) readSearched(list string) error {
	b.searched = nil
	for _, n := range strings.Split(list, ",") {
		records, err := strconv.Atoi(n)
		if err != nil || records < 1 {
			return fmt.Errorf("%q is no number of records", n)
		}
		b.searched = append(b.searched, records)
	}
	return nil
}

func (b *bench) run(ctx context.Context, only []string) error {
	for _, name := range only {
		if !slices.ContainsFunc(figures, func(f figure) bool { return f.name == name }) {
			return fmt.Errorf("%q is not measured", name)
		}
	}
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return err
	}
	for name, pkg := range map[string]string{"tradedesk": "..", "bare": "bare"} {
		if err := command(ctx, "go", "build", "-C", pkg, "-o", b.path(name), "."); err != nil {
			return err
		}
	}
	for _, f := range figures {
		if len(only) > 0 && !slices.Contains(only, f.name) {
			continue
		}
		if err := f.measure(ctx, b); err != nil {
			return fmt.Errorf("measuring %s: %w", f.name, err)
		}
	}
	return nil
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// desk gives the directory of a demo desk, made when it is not there yet.
func (b *bench) desk(ctx context.Context, leads int) (string, error) {
	dir := b.path(fmt.Sprintf("desk-%d", leads))
	if _, err := os.Stat(filepath.Join(dir, "desk.db")); err == nil {
		return dir, nil
	}
	began := time.Now()
	if err := command(ctx, b.path("tradedesk"), "--data", dir, "demo", "--leads", fmt.Sprint(leads), "--seed", fmt.Sprint(seed), "--make-only"); err != nil {
		return "", err
	}
	took := time.Since(began)
	fmt.Printf("\nA demo desk of %d leads was made in %.1f s.\n", leads, took.Seconds())
	return dir, nil
}

func command(ctx context.Context, name string, args ...string) error {
	c := exec.CommandContext(ctx, name, args...)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w: %.1000s", name, strings.Join(args, " "), err, out)
	}
	return nil
}
