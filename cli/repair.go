package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"tradedesk/desk"
)

// repairedJSON is what check --repair prints: the report of the check after it, what
// the check before it found, and what was done.
type repairedJSON struct {
	desk.CheckReport
	Found    []string           `json:"found"`
	Repaired *desk.RepairReport `json:"repaired"` // null when there was nothing to do
}

func (a *app) runRepair(ctx context.Context) error {
	d, err := a.open(ctx)
	if errors.Is(err, desk.ErrDamaged) {
		return a.repairFile(ctx, err)
	}
	if err != nil {
		return err
	}
	err = a.repairDesk(ctx, d)
	if closeErr := d.Close(); closeErr != nil && err == nil {
		err = fmt.Errorf("closing the desk: %w", closeErr)
	}
	return err
}

// repairFile repairs a desk that cannot be opened, for a reason.
func (a *app) repairFile(ctx context.Context, why error) error {
	progress := a.newProgress()
	done, err := desk.RepairFile(ctx, a.deskOptions(), progress.show)
	progress.clear()
	if err != nil {
		return err
	}
	return a.withDesk(ctx, func(d desk.Desk) error {
		after, err := a.check(ctx, d)
		if err != nil {
			return err
		}
		return a.printRepair(repairedJSON{after, []string{why.Error()}, &done})
	})
}

func (a *app) repairDesk(ctx context.Context, d desk.Desk) error {
	before, err := a.check(ctx, d)
	if err != nil {
		return err
	}
	if before.OK {
		return a.printRepair(repairedJSON{before, []string{}, nil})
	}
	progress := a.newProgress()
	done, err := d.Repair(ctx, progress.show)
	progress.clear()
	if err != nil {
		return err
	}
	after, err := a.check(ctx, d)
	if err != nil {
		return err
	}
	return a.printRepair(repairedJSON{after, before.Problems, &done})
}

// printRepair says what was found, what was done and what is lost. Lost records are
// a failure: somebody has to know.
func (a *app) printRepair(r repairedJSON) error {
	if a.json {
		if err := a.printJSON(r); err != nil {
			return err
		}
	} else if err := a.writeRepair(r); err != nil {
		return err
	}
	switch done := r.Repaired; {
	case !r.OK:
		return fmt.Errorf("repairing the desk: %s are left; restore a backup", plural(len(r.Problems), "problem"))
	case done != nil && done.Lost > 0:
		return fmt.Errorf("repairing the desk: %s could not be read; look for them in a backup, the damaged file is kept as %s",
			plural(done.Lost, "record"), clean(done.Kept))
	}
	return nil
}

func (a *app) writeRepair(r repairedJSON) error {
	w := bufio.NewWriter(a.env.Out)
	for _, found := range r.Found {
		fmt.Fprintf(w, "found: %s\n", clean(found))
	}
	for _, left := range r.Problems {
		fmt.Fprintf(w, "left: %s\n", clean(left))
	}
	done := r.Repaired
	if done == nil {
		fmt.Fprintf(w, "ok: %s, nothing to repair\n", plural(r.Records, "record"))
		return w.Flush()
	}
	for _, problem := range done.Problems {
		fmt.Fprintf(w, "unreadable: %s\n", clean(problem))
	}
	fmt.Fprintf(w, "repaired: %s", plural(done.Records, "record"))
	for _, part := range []struct {
		n    int
		what string
	}{
		{done.FromHistory, "given back by their history"}, {done.Lost, "lost"}, {done.ChangesLost, "changes lost"},
	} {
		if part.n > 0 {
			fmt.Fprintf(w, ", %d %s", part.n, part.what)
		}
	}
	fmt.Fprintf(w, "; the file before it is kept as %s\n", clean(done.Kept))
	return w.Flush()
}
