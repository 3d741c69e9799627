package desk

import (
	"io"
	"net/http"
	"strconv"
)

func (s *server) backup(w http.ResponseWriter, r *http.Request) {
	if err := readQuestion(w, r, &nothing{}); err != nil {
		s.fail(w, r, err)
		return
	}
	s.body(w, r, func(out io.Writer) error {
		return s.seat.Backup(r.Context(), out, func(p Progress) {
			if p.Bytes == 0 { // it comes before the first byte
				w.Header().Set(headerSize, strconv.FormatInt(p.Size, 10))
			}
		})
	})
}

func (s *server) compact(w http.ResponseWriter, r *http.Request) {
	if err := readQuestion(w, r, &nothing{}); err != nil {
		s.fail(w, r, err)
		return
	}
	out := newLines(w)
	sizes, err := s.seat.Compact(r.Context(), func(p Progress) { out.now(line{Progress: &p}) })
	if err == nil {
		err = out.write(line{Compact: &sizes})
	}
	out.finish(r.Context(), err)
}

func (s *server) repair(w http.ResponseWriter, r *http.Request) {
	if err := readQuestion(w, r, &nothing{}); err != nil {
		s.fail(w, r, err)
		return
	}
	out := newLines(w)
	report, err := s.seat.Repair(r.Context(), func(p Progress) { out.now(line{Progress: &p}) })
	if err == nil {
		err = out.write(line{Repair: &report})
	}
	out.finish(r.Context(), err)
}
