//go:build unix

package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"tradedesk/demo"
	"tradedesk/model"
)

// seed makes every run measure the same data.
const seed = 2026

// day is when the sample data is made: nothing in it depends on the day of a run.
var day = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// header names ten columns as a web form's export does.
var header = []string{"Company", "Contact", "Email", "Phone", "Country", "City", "Product", "Quantity", "Target price", "Message"}

// csvFile gives a file of leads in rows of ten columns, the last a letter of some
// lines. It is made when it is not there yet.
func (b *bench) csvFile(leads int) (string, error) {
	path := b.path(fmt.Sprintf("leads-%d.csv", leads))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	file, err := os.Create(path + ".part")
	if err != nil {
		return "", err
	}
	defer file.Close()
	buffered := bufio.NewWriterSize(file, 1<<20)
	if err := writeCSV(buffered, leads); err != nil {
		return "", fmt.Errorf("making %s: %w", path, err)
	}
	if err := buffered.Flush(); err != nil {
		return "", err
	}
	return path, os.Rename(path+".part", path)
}

func writeCSV(w io.Writer, leads int) error {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	err := eachLead(leads, func(l *model.Lead) error {
		return out.Write([]string{
			l.Company, l.Contact, l.Email.String(), l.Phone.Display(), l.Country.Name("en"), l.City, l.Product,
			strings.TrimSpace(l.Quantity.String() + " " + l.Unit.Symbol()),
			strings.TrimSpace(l.TargetPrice.String() + " " + l.Currency.String()), l.Message,
		})
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// eachLead makes leads as the demo does.
func eachLead(leads int, yield func(*model.Lead) error) error {
	return demo.Generate(demo.Options{Seed: seed, Leads: leads, Now: day}, func(r model.Record) error {
		if l, ok := r.(*model.Lead); ok {
			return yield(l)
		}
		return nil
	})
}
