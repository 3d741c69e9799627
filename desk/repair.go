package desk

import (
	"context"
	"errors"
	"path/filepath"

	"tradedesk/store"
)

// RepairReport says what a repair found and what became of it.
type RepairReport struct {
	Kept        string   `json:"kept"`         // the name of the former file, beside the new one
	Records     int      `json:"records"`      // in the new file, deleted ones too
	FromHistory int      `json:"from_history"` // records that only their changes could give back
	Lost        int      `json:"lost"`         // records of which nothing could be read
	ChangesLost int      `json:"changes_lost"` // changes of the history that could not be read
	Problems    []string `json:"problems"`     // what could not be read
}

func repairReport(r store.Repaired) RepairReport {
	return RepairReport{
		Kept: filepath.Base(r.Kept), Records: r.Records, FromHistory: r.FromHistory, Lost: r.Lost, ChangesLost: r.ChangesLost,
		Problems: append([]string{}, r.Problems...),
	}
}

// Repair writes the file anew. Everything may be another then.
func (w *owner) Repair(ctx context.Context, progress func(Progress)) (RepairReport, error) {
	return during(ctx, w, func(ctx context.Context) (RepairReport, error) {
		told := w.teller("repair", progress)
		done, err := w.store.Repair(ctx, told.at)
		if err != nil {
			return RepairReport{}, err
		}
		w.committed(News{All: true})
		told.end(int64(done.Records))
		return repairReport(done), nil
	})
}

// RepairFile is Repair for a desk whose file cannot be opened, and that nobody has
// open. Errors wrap ErrBusy, ErrDamaged, ErrNewer and ErrFull.
func RepairFile(ctx context.Context, o Options, progress func(Progress)) (RepairReport, error) {
	o = o.withDefaults()
	p, err := newPlace(o.Dir)
	if err != nil {
		return RepairReport{}, err
	}
	told := &teller{what: "repair", now: o.Now, tell: progress, began: o.Now()}
	done, err := store.RepairFile(ctx, p.file(), store.Options{Now: o.Now, By: o.Me}, told.at)
	if errors.Is(err, ErrBusy) {
		return RepairReport{}, p.busy("end it and try again")
	}
	if err != nil {
		return RepairReport{}, err
	}
	return repairReport(done), nil
}
