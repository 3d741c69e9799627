package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"tradedesk/model/refusal"
)

// settingHeard keeps what the last calls found.
const settingHeard = "sync.heard"

// heard is what the last calls found, for who asks how the desk stands before it has made
// any since it was opened, as every command does.
type heard struct {
	State SyncState `json:"state,omitempty"` // offline, full or failing; "" when all was well
	Error string    `json:"error,omitempty"`
	Clock string    `json:"clock,omitempty"`
	// Why is Error for who has words of their own.
	Why *refusal.Told `json:"why,omitempty"`
}

// keepHeard writes down how calls ended, when it is not what is written already.
func (s *syncer) keepHeard(ctx context.Context) error {
	is, due := s.stands.heard()
	if !due {
		return nil
	}
	if was, err := s.lastHeard(ctx); err != nil || was.State == is.State && was.Error == is.Error && was.Clock == is.Clock {
		return err
	}
	return s.setHeard(ctx, is)
}

func (s *syncer) setHeard(ctx context.Context, is heard) error {
	raw, err := json.Marshal(is)
	if err != nil {
		return err
	}
	return s.w.store.SetSetting(ctx, settingHeard, string(raw))
}

// lastHeard gives what is written down, nothing when no calls were made yet.
func (s *syncer) lastHeard(ctx context.Context) (is heard, err error) {
	kept, err := s.w.store.Setting(ctx, settingHeard)
	if err != nil || kept == "" {
		return heard{}, err
	}
	if err := json.Unmarshal([]byte(kept), &is); err != nil {
		return heard{}, fmt.Errorf("reading what the last calls to the server found: %w", err)
	}
	return is, nil
}
