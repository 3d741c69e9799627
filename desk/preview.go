package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tradedesk/exchange"
	"tradedesk/exchange/charset"
	"tradedesk/model"
	"tradedesk/model/refusal"
	"tradedesk/model/text"
)

// The words of looking at a file before it goes in.
type (
	ImportPreview = exchange.ImportPreview
	PreviewColumn = exchange.PreviewColumn
	PreviewRecord = exchange.PreviewRecord
	NamedText     = exchange.NamedText
	SavedMapping  = exchange.SavedMapping
	ErrorGroup    = exchange.ErrorGroup
	RecordChange  = exchange.RecordChange
	FieldChange   = exchange.FieldChange
	MappingError  = exchange.MappingError
)

// What a mapping can say of a column beside a field, and its largest text.
const (
	MapIgnore  = exchange.MapIgnore
	MapCustom  = exchange.MapCustom
	MapID      = exchange.MapID
	MaxMapping = exchange.MaxMapping
	// CustomPrefix stands before the name of what is kept under its own name.
	CustomPrefix = exchange.CustomPrefix
)

// settingMappings is where the saved mappings are kept, among the screens' settings.
const settingMappings = "mappings"

// ImportFormats and ExportFormats are the formats that files are read from and
// written in, as they are shown.
func ImportFormats() []string { return formatNames(exchange.ImportFormats()) }

// ExportFormats are the formats that files are written in.
func ExportFormats() []string { return formatNames(exchange.Formats()) }

func formatNames(formats []exchange.Format) []string {
	out := make([]string, len(formats))
	for i, f := range formats {
		out[i] = string(f)
	}
	return out
}

// FormatEnding gives the usual ending of a file's name, with its dot; "" for a
// format that is none.
func FormatEnding(format string) string {
	f, err := exchange.ParseFormat(format)
	if err != nil {
		return ""
	}
	return f.Extension()
}

// ImportEndings are the endings of the files that a desk reads, with their dots.
func ImportEndings() []string { return exchange.Endings() }

// CheckCharset says whether texts in a charset can be read.
func CheckCharset(name string) error { return charset.Check(name) }

// CheckMapping says what is wrong with the text of a mapping; a *MappingError.
func CheckMapping(mapping string) error {
	_, err := exchange.ParseMapping(mapping)
	return err
}

// EditMapping gives the text of a mapping with one column, or a setting such as
// "decimal", changed; column "" is for a setting.
func EditMapping(mapping, column, setting, value string) (string, error) {
	m, err := exchange.ParseMapping(mapping)
	if err == nil {
		err = m.Edit(column, setting, value)
	}
	if err != nil {
		return "", err
	}
	return m.Text(), nil
}

// Preview needs the file and the saved mappings only, so that it is done where
// the file is.
func (s *sitter) Preview(ctx context.Context, req ImportRequest, file io.Reader) (ImportPreview, error) {
	saved, err := Mappings(ctx, s)
	if err != nil {
		return ImportPreview{}, err
	}
	r := req.exchange()
	r.Saved, r.Home, r.Now, r.IDs = saved, s.home, s.clock, s.ids
	return exchange.Preview(ctx, r, file)
}

// exchange gives the request as the room below takes it.
func (r ImportRequest) exchange() exchange.Request {
	return exchange.Request{
		Name: r.Name, Size: r.Size, Format: exchange.Format(r.Format), Kind: r.Kind, Tag: r.Tag, Charset: r.Charset, Map: r.Map, DryRun: r.DryRun,
		Thread: r.Thread, Addresses: r.Addresses, NoLeads: r.NoLeads,
	}
}

// Mappings gives the mappings that are saved at a desk, by name.
func Mappings(ctx context.Context, d interface {
	Setting(ctx context.Context, name string) (string, error)
}) ([]SavedMapping, error) {
	kept, err := d.Setting(ctx, settingMappings)
	if err != nil {
		return nil, fmt.Errorf("reading the saved mappings: %w", err)
	}
	return readMappings(kept)
}

func readMappings(kept string) ([]SavedMapping, error) {
	var saved []SavedMapping
	if kept == "" {
		return nil, nil
	}
	if err := json.Unmarshal([]byte(kept), &saved); err != nil {
		return nil, fmt.Errorf("reading the saved mappings: %w", err)
	}
	return saved, nil
}

var (
	errNoMappingName = refusal.New("mapping.no_name", "it wants a name, and a file with names of columns")
	errManyMappings  = refusal.New("mapping.many", "{Most} KiB of them are the most; forget one that is not used")
)

// SaveMapping keeps a mapping under its name, in the place of an earlier one and
// of one for the same columns. ErrInvalid for a mapping that cannot be read.
func SaveMapping(ctx context.Context, d Desk, m SavedMapping) error {
	m.Name = text.Clean(m.Name, 60)
	fail := func(err error) error { return fmt.Errorf("saving the mapping %.60q: %w", m.Name, err) }
	if m.Name == "" || m.Signature == "" {
		return fail(fmt.Errorf("%w: %w", ErrInvalid, errNoMappingName))
	}
	if _, err := exchange.ParseMapping(m.Map); err != nil {
		return fail(fmt.Errorf("%w: %w", ErrInvalid, err))
	}
	saved, err := Mappings(ctx, d)
	if err != nil {
		return err
	}
	saved = slices.DeleteFunc(saved, func(s SavedMapping) bool { return s.Name == m.Name || s.Signature == m.Signature })
	return writeMappings(ctx, d, append(saved, m))
}

// ForgetMapping forgets a saved mapping; ErrNotFound when there is none of the name.
func ForgetMapping(ctx context.Context, d Desk, name string) error {
	saved, err := Mappings(ctx, d)
	if err != nil {
		return err
	}
	rest := slices.DeleteFunc(slices.Clone(saved), func(s SavedMapping) bool { return s.Name == name })
	if len(rest) == len(saved) {
		return fmt.Errorf("mapping %.60q: %w", name, ErrNotFound)
	}
	return writeMappings(ctx, d, rest)
}

func writeMappings(ctx context.Context, d Desk, saved []SavedMapping) error {
	slices.SortFunc(saved, func(a, b SavedMapping) int { return strings.Compare(a.Name, b.Name) })
	data := []byte{}
	if len(saved) > 0 {
		var err error
		if data, err = json.Marshal(saved); err != nil {
			return fmt.Errorf("saving the mappings: %w", err)
		}
	}
	if len(data) > MaxSetting {
		return fmt.Errorf("saving the mappings: %w: %w", ErrInvalid, errManyMappings.With(refusal.Parts{"Most": strconv.Itoa(MaxSetting >> 10)}))
	}
	if err := d.SetSetting(ctx, settingMappings, string(data)); err != nil {
		return fmt.Errorf("saving the mappings: %w", err)
	}
	return nil
}

// Likely gives the records that are likely the same.
func (t *importTarget) Likely(ctx context.Context, r model.Record) ([]model.ID, error) {
	found, err := t.owner.store.Duplicates(ctx, r, 0)
	if err != nil {
		return nil, err
	}
	ids := make([]model.ID, len(found))
	for i, f := range found {
		ids[i] = f.ID
	}
	return ids, nil
}

// each gives records by their ids, one after the other.
func (w *owner) each(ctx context.Context, ids []model.ID, yield func(model.Record) error) error {
	for _, id := range ids {
		r, err := w.store.Get(ctx, id)
		if err == nil {
			err = yield(r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
