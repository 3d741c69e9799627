package boltlog

import (
	"context"
	"fmt"

	"go.etcd.io/bbolt"

	"tradedesk/model/causal"
)

// checkPage is how many entries of a log are read at once.
const checkPage = 1000

// Check proves that every page is in its place, and that every log is a chain from its
// floor to its head.
func (e *Engine) Check(ctx context.Context) error {
	return e.db.View(func(tx *bbolt.Tx) error {
		var damaged error
		for err := range tx.Check() { // to its end, or it waits for ever
			if damaged == nil {
				damaged = fmt.Errorf("damaged: %w", err)
			}
		}
		if damaged != nil {
			return damaged
		}
		all := tx.Bucket(bucketWorkspaces)
		return all.ForEachBucket(func(id []byte) error {
			if err := newTx(tx, all.Bucket(id)).checkLog(ctx); err != nil {
				return fmt.Errorf("workspace %x: %w", id, err)
			}
			return nil
		})
	})
}

func (t *boltTx) checkLog(ctx context.Context) error {
	log, err := t.Log()
	if err != nil {
		return err
	}
	var hash causal.Hash
	at := log.Floor
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		lines, err := t.Entries(at, checkPage, forgetBytes)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if hash = hash.Next(l.JSON); log.Floor > 0 && at == log.Floor {
				hash = l.Hash // what it follows is forgotten
			}
			if at++; l.Seq != at || l.Hash != hash {
				return fmt.Errorf("damaged: entry %d of the log is missing or another one", at)
			}
		}
		more = len(lines) > 0
	}
	if at != log.Head || hash != log.Hash {
		return fmt.Errorf("damaged: the log ends at entry %d, and says that it ends at %d", at, log.Head)
	}
	return nil
}
