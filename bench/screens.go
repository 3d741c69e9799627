//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"tradedesk/bench/screen"
)

// Marks by which a screen of tradedesk is known: any frame, and one with rows of
// the inbox in it.
const (
	markFrame = "Inbox"
	markRows  = "▮▮"
	markBare  = "READY"
)

func (b *bench) environment() []string {
	return []string{"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "HOME=" + b.dir, "PATH=" + os.Getenv("PATH"), "USER=bench"}
}

func (b *bench) bare() screen.Program {
	return screen.Program{Path: b.path("bare"), Env: b.environment(), Mark: markBare}
}

func (b *bench) desktop(dir, mark string) screen.Program {
	return screen.Program{Path: b.path("tradedesk"), Args: []string{"--data", dir}, Env: b.environment(), Mark: mark}
}

// measureStart takes the time from exec to the first frame, ours and the bare
// program's in turn.
func measureStart(ctx context.Context, b *bench) error {
	dir, err := b.desk(ctx, b.leads)
	if err != nil {
		return err
	}
	programs := []screen.Program{b.bare(), b.desktop(dir, markFrame), b.desktop(dir, markRows)}
	took := make([]sample, len(programs))
	for range b.rounds + 1 {
		for i, p := range programs {
			if err := ctx.Err(); err != nil {
				return err
			}
			r, err := screen.Start(p)
			if err != nil {
				return err
			}
			took[i] = append(took[i], r.First)
			r.Kill()
		}
	}
	for i := range took {
		took[i] = took[i][1:] // the first warms the file caches
	}
	bare := took[0].at(0.5)
	table(fmt.Sprintf("From exec to the first frame, %d leads, %d×%d", b.leads, screen.Cols, screen.Rows),
		[]string{"program", "median (quartiles)", "ratio"},
		[]string{"bare Bubble Tea", took[0].String(), "1"},
		[]string{"tradedesk, first frame", took[1].String(), ratio(took[1].at(0.5), bare)},
		[]string{"tradedesk, inbox with rows", took[2].String(), ratio(took[2].at(0.5), bare)},
	)
	return nil
}

// quiet is how long nothing must be drawn before the next key: keys come at any
// moment between two frames.
const quiet = 25 * time.Millisecond

// keysPressed is how many of each key are measured.
const keysPressed = 250

// measureKeys takes the time from a key to its frame: the bare program, and moving
// in inboxes of two sizes, in turn.
func measureKeys(ctx context.Context, b *bench) error {
	const small = 1000
	names := []string{"bare Bubble Tea", fmt.Sprintf("tradedesk, %d leads", small), fmt.Sprintf("tradedesk, %d leads", b.leads)}
	programs := []screen.Program{b.bare()}
	for _, leads := range []int{small, b.leads} {
		dir, err := b.desk(ctx, leads)
		if err != nil {
			return err
		}
		programs = append(programs, b.desktop(dir, markRows))
	}
	running := make([]*screen.Running, len(programs))
	for i, p := range programs {
		r, err := screen.Start(p)
		if err != nil {
			return err
		}
		defer r.Kill()
		r.Settle(time.Second)
		running[i] = r
	}
	took := make([]sample, len(programs))
	work := make([]sample, len(programs))
	for n := range keysPressed {
		for i, r := range running {
			if err := ctx.Err(); err != nil {
				return err
			}
			before, err := r.Work()
			if err != nil {
				return err
			}
			frame, err := r.Key("j")
			if err != nil {
				return fmt.Errorf("%s, key %d: %w", names[i], n, err)
			}
			r.Settle(quiet)
			after, err := r.Work()
			if err != nil {
				return err
			}
			took[i], work[i] = append(took[i], frame), append(work[i], after-before)
		}
	}
	var rows [][]string
	for i := range programs {
		resident, own, err := running[i].Memory()
		if err != nil {
			return err
		}
		var total time.Duration
		for _, w := range work[i] {
			total += w
		}
		rows = append(rows, []string{
			names[i], ms(took[i].at(0.5)), ms(took[i].at(0.99)), ratio(took[i].at(0.99), took[0].at(0.99)), ms(total / keysPressed),
			fmt.Sprintf("%d MB, %d MB", resident>>20, own>>20),
		})
	}
	table(fmt.Sprintf("From key to frame, moving down, %d×%d", screen.Cols, screen.Rows),
		[]string{"program", "p50", "p99", "p99 to bare", "work of the cores a key", "resident, of it its own"}, rows...)
	return nil
}
