package terms

import "context"

// checkEvery is how many postings or words are read between two looks at the context.
const checkEvery = 4096

// meter counts what a search reads, so that it ends soon after its context does.
type meter struct {
	ctx  context.Context
	left int
}

// newMeter looks at the context with the first thing that is read.
func newMeter(ctx context.Context) *meter { return &meter{ctx: ctx} }

func (m *meter) spend(n int) error {
	if m.left -= n; m.left > 0 {
		return nil
	}
	m.left = checkEvery
	return m.ctx.Err()
}
