package ui

import (
	"tradedesk/model"
	"tradedesk/ui/cells"
)

// sampleShown are the fields that drawSample draws in a place of their own.
var sampleShown = map[string]bool{
	"product": true, "quantity": true, "unit": true, "price": true, "currency": true, "freight_by": true, "lead_days": true,
	"carrier": true, "tracking_no": true, "stage": true, "reason": true, "requested_at": true, "notes": true,
}

func (m *app) drawSample(s *sheet, r *model.Sample, k *known) {
	m.drawTitle(s, m.rowOf(r))
	s.text(m.theme.Dim, m.samplePath(r), 0)
	s.blank()
	s.pair(m.words.T("field.quantity"), cells.Safe(m.quantity(r.Quantity, r.Unit)))
	s.pair(m.words.T("field.price"), m.amountExact(r.Price, r.Currency))
	s.pair(m.words.T("field.freight_by"), cells.Safe(r.FreightBy))
	s.pair(m.words.T("field.carrier"), cells.Safe(joined(" · ", r.Carrier, r.TrackingNo)))
	s.pair(m.words.T("field.lead_days"), m.days(r.LeadDays))
	if !r.RequestedAt.IsZero() {
		s.pair(m.words.T("field.requested_at"), m.ago(r.RequestedAt))
	}
	s.pair(m.words.T("field.reason"), cells.Safe(r.Reason))
	s.pair(m.words.T("field.notes"), cells.SafeLines(r.Notes))
	m.drawFields(s, r, sampleShown)
	m.drawPointed(s, k)
}

// samplePath draws the way that a sample goes, and where it is.
func (m *app) samplePath(r *model.Sample) string {
	way := []model.Stage{model.SampleRequested, model.SampleAgreed, model.SampleShipped, model.SampleReceived}
	var parts []string
	passed := false
	for _, stage := range way {
		name := m.stage(model.KindSample, stage)
		if stage == r.Stage {
			name, passed = "["+name+"]", true
		}
		parts = append(parts, name)
	}
	if !passed {
		parts = append(parts, "["+m.stage(model.KindSample, r.Stage)+"]")
	}
	return m.toward(parts...)
}
