package desk

import (
	"context"
	"net/http"
)

// routePost answers what visitors ask of the outbox.
func (s *server) routePost(mux *http.ServeMux) {
	answer(s, mux, "outbox", func(ctx context.Context, _ string, _ nothing) ([]Outgoing, error) { return s.seat.Outbox(ctx) })
	answer(s, mux, "send-outbox", func(ctx context.Context, _ string, _ nothing) ([]Outgoing, error) { return s.seat.SendOutbox(ctx) })
	answer(s, mux, "settle-letter", func(ctx context.Context, _ string, o LetterOrder) (nothing, error) {
		return nothing{}, s.seat.SettleLetter(ctx, o)
	})
	answer(s, mux, "read-mail", func(ctx context.Context, _ string, _ nothing) ([]FileReport, error) { return s.seat.ReadMail(ctx) })
}

func (v *visitor) Outbox(ctx context.Context) (out []Outgoing, err error) {
	err = v.ask(ctx, "outbox", nothing{}, &out)
	return out, err
}

func (v *visitor) SendOutbox(ctx context.Context) (out []Outgoing, err error) {
	err = v.ask(ctx, "send-outbox", nothing{}, &out)
	return out, err
}

func (v *visitor) SettleLetter(ctx context.Context, o LetterOrder) error {
	return v.ask(ctx, "settle-letter", o, &nothing{})
}

func (s *sitter) Outbox(ctx context.Context) ([]Outgoing, error) {
	return on(ctx, s, func(at seat) ([]Outgoing, error) { return at.Outbox(ctx) })
}

func (s *sitter) SendOutbox(ctx context.Context) ([]Outgoing, error) {
	return on(ctx, s, func(at seat) ([]Outgoing, error) { return at.SendOutbox(ctx) })
}

func (s *sitter) SettleLetter(ctx context.Context, o LetterOrder) error {
	return s.tell(ctx, func(at seat) error { return at.SettleLetter(ctx, o) })
}

func (v *visitor) ReadMail(ctx context.Context) (out []FileReport, err error) {
	err = v.ask(ctx, "read-mail", nothing{}, &out)
	return out, err
}

func (s *sitter) ReadMail(ctx context.Context) ([]FileReport, error) {
	return on(ctx, s, func(at seat) ([]FileReport, error) { return at.ReadMail(ctx) })
}
