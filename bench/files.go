//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// measureImport takes the time and the memory of importing a CSV file into a
// fresh desk by the command, and of importing it again.
func measureImport(ctx context.Context, b *bench) error {
	var rows [][]string
	for _, leads := range slices.Compact([]int{100_000, b.leads}) {
		file, err := b.csvFile(leads)
		if err != nil {
			return err
		}
		dir, err := os.MkdirTemp(b.dir, "import-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		for _, what := range []string{"fresh", "again"} {
			took, used, err := timed(ctx, b.path("tradedesk"), "--data", dir, "import", file)
			if err != nil {
				return err
			}
			cores := time.Duration(used.Utime.Nano() + used.Stime.Nano())
			rows = append(rows, []string{
				fmt.Sprint(leads), what, fmt.Sprintf("%.1f s", took.Seconds()), fmt.Sprintf("%.0f", float64(leads)/took.Seconds()),
				fmt.Sprintf("%.1f µs", float64(cores)/1e3/float64(leads)),
				fmt.Sprintf("%.0f", float64(leads)*float64(runtime.NumCPU())/cores.Seconds()),
				fmt.Sprintf("%d MB", used.Maxrss>>10),
			})
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	table(fmt.Sprintf("Import of CSV, %d cores", runtime.NumCPU()),
		[]string{"rows", "desk", "wall", "rows/s", "work of the cores a row", "rows/s if they did nothing else", "peak resident"}, rows...)
	return nil
}

// timed runs a command and gives what it took.
func timed(ctx context.Context, name string, args ...string) (time.Duration, *syscall.Rusage, error) {
	c := exec.CommandContext(ctx, name, args...)
	began := time.Now()
	out, err := c.CombinedOutput()
	if err != nil {
		return 0, nil, fmt.Errorf("%s %v: %w: %.1000s", name, args, err, out)
	}
	return time.Since(began), c.ProcessState.SysUsage().(*syscall.Rusage), nil
}
