package server

import (
	"context"
	"encoding/json"

	"tradedesk/model"
	"tradedesk/model/causal"
	"tradedesk/sync/protocol"
	"tradedesk/sync/server/storage"
)

// changes gives a page of the log behind a cursor.
func (s *Server) changes(ctx context.Context, workspace model.ID, cursor, seen causal.Cursor, limit int) (protocol.Changes, error) {
	var out protocol.Changes
	err := s.storage.View(ctx, workspace, func(tx storage.ReadTx) error {
		log, err := tx.Log()
		if err != nil {
			return err
		}
		if err := standsAt(tx, log, cursor); err != nil {
			return err
		}
		if err := standsAt(tx, log, seen); err != nil {
			return err
		}
		if cursor.Seq < log.Floor { // a desk that has read nothing
			return standsAt(tx, log, causal.Cursor{Epoch: log.Epoch})
		}
		lines, err := tx.Entries(cursor.Seq, limit, s.limits.Bytes)
		if err != nil {
			return err
		}
		out = protocol.Changes{Cursor: causal.Cursor{Epoch: log.Epoch, Seq: cursor.Seq, Hash: cursor.Hash}, Head: log.Head, Entries: make([]json.RawMessage, 0, len(lines))}
		for _, line := range lines {
			out.Entries = append(out.Entries, line.JSON)
			out.Cursor.Seq, out.Cursor.Hash = line.Seq, line.Hash
		}
		out.More = out.Cursor.Seq < log.Head
		return nil
	})
	return out, err
}

// page is a page of a snapshot.
type page struct {
	head   protocol.SnapshotHead
	states []*causal.State
	tail   protocol.SnapshotTail
}

// snapshot gives the states of records behind a token, which is the id of a record.
// seen is where the log stood at the page before.
func (s *Server) snapshot(ctx context.Context, workspace, after model.ID, seen causal.Cursor, limit int) (page, error) {
	var out page
	err := s.storage.View(ctx, workspace, func(tx storage.ReadTx) error {
		log, err := tx.Log()
		if err != nil {
			return err
		}
		if err := standsAt(tx, log, seen); err != nil {
			return err
		}
		out.head.From = causal.Cursor{Epoch: log.Epoch, Seq: log.Head, Hash: log.Hash}
		out.tail.Cursor = out.head.From
		if out.head.Total, err = tx.Records(); err != nil {
			return err
		}
		out.states, err = tx.StatesAfter(after, limit, s.limits.Bytes)
		if n := len(out.states); n > 0 {
			out.tail.Next = out.states[n-1].Record.String()
		}
		return err
	})
	return out, err
}

// ancestor gives the highest of some points that is on the log, at 0 when none is.
func (s *Server) ancestor(ctx context.Context, workspace model.ID, points []protocol.Point) (protocol.Ancestor, error) {
	var out protocol.Ancestor
	err := s.storage.View(ctx, workspace, func(tx storage.ReadTx) error {
		log, err := tx.Log()
		if err != nil {
			return err
		}
		out.Cursor.Epoch = log.Epoch
		for _, p := range points {
			if p.Seq <= out.Cursor.Seq || p.Seq > log.Head {
				continue
			}
			hash, ok, err := tx.HashAt(p.Seq)
			if err != nil {
				return err
			}
			if ok && hash == p.Hash {
				out.Cursor.Seq, out.Cursor.Hash = p.Seq, p.Hash
			}
		}
		return nil
	})
	return out, err
}
