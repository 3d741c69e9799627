package exchange

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"tradedesk/model"
)

// Records calls yield with each record that is to be written, in order, until
// yield gives an error, and returns that error.
type Records func(yield func(model.Record) error) error

// ExportOptions says what a format cannot tell from the records.
type ExportOptions struct {
	Kind model.Kind // of a CSV file without records, for its header row
}

// Export writes records to w in constant memory, and reads back as the same
// records, vCard excepted: it holds leads, suppliers and contacts only, and of
// them what an address book knows. A CSV file holds one kind, a workbook one a
// sheet.
func Export(ctx context.Context, w io.Writer, format Format, records Records, opts ExportOptions) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	var out recordWriter
	switch format {
	case FormatCSV:
		out = &csvWriter{out: buffered, kind: opts.Kind}
	case FormatJSON:
		out = &jsonWriter{out: buffered, array: true}
	case FormatNDJSON:
		out = &jsonWriter{out: buffered}
	case FormatVCard:
		out = &cardWriter{out: buffered}
	case FormatXLSX:
		out = newSheetWriter(buffered, opts.Kind)
	default:
		_, err := ParseFormat(string(format))
		if err == nil {
			err = fmt.Errorf("format %q: use its full name", format)
		}
		return fmt.Errorf("exporting: %w", err)
	}
	if err := writeAll(ctx, out, records); err != nil {
		return fmt.Errorf("exporting %s: %w", format, err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("exporting %s: %w", format, err)
	}
	return nil
}

// recordWriter writes a file of one format.
type recordWriter interface {
	write(r model.Record) error
	end() error // what comes after the last record
}

func writeAll(ctx context.Context, out recordWriter, records Records) error {
	err := records(func(r model.Record) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return out.write(r)
	})
	if err != nil {
		return err
	}
	return out.end()
}
