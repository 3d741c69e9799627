package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"tradedesk/desk"
	"tradedesk/model"
)

func (a *app) attachCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "attach ID FILE…",
		Short: "Attach files to a record",
		Long: fmt.Sprintf(`attach keeps copies of files with a lead, a supplier, a contact, an RFQ, a quote
or a message, and prints the record. A file has at most %d MB; the same content is
kept once. One undo takes the files off again.`, desk.MaxFile>>20),
		Example: `  tradedesk attach 7c2d9f10 offer.pdf photos/label.jpg
  tradedesk attach 7c2d9f10 certificate.pdf --json`,
		Args: atLeast(2, "an id and a file"),
		RunE: func(c *cobra.Command, args []string) error { return a.runAttach(c.Context(), args[0], args[1:]) },
	}
}

func (a *app) runAttach(ctx context.Context, idArg string, paths []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		record, err := get(ctx, d, idArg)
		if err != nil {
			return err
		}
		if _, ok := model.FilesField(record.Kind()); !ok {
			return usagef("attach %s: a %s holds no files", clean(idArg), record.Kind())
		}
		var files []model.Attachment
		for _, path := range paths {
			file, err := putFile(ctx, d, path)
			if err != nil {
				return err
			}
			files = append(files, file)
		}
		set, err := model.Attach(record, files...)
		if err != nil {
			return fmt.Errorf("attaching to %s: %w", titleOf(record), err)
		}
		h := record.Header()
		edit := desk.Edit{Kind: record.Kind(), ID: h.ID, Set: set, Seen: h.UpdatedAt}
		after, err := change(ctx, d, "attach "+plural(len(files), "file")+" to "+titleOf(record), edit)
		if err != nil {
			return err
		}
		return a.printRecord(ctx, d, after)
	})
}

func putFile(ctx context.Context, d desk.Desk, path string) (model.Attachment, error) {
	file, err := os.Open(path)
	if err != nil {
		return model.Attachment{}, pathError(path, err)
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	switch {
	case err != nil:
		return model.Attachment{}, pathError(path, err)
	case !info.Mode().IsRegular():
		return model.Attachment{}, fmt.Errorf("%s: is no file", path)
	case info.Size() > desk.MaxFile:
		return model.Attachment{}, fmt.Errorf("%s: has %d MB, a file has at most %d", path, info.Size()>>20, desk.MaxFile>>20)
	}
	return d.PutFile(ctx, filepath.Base(path), file)
}

type fileOptions struct{ out string }

func (a *app) fileCommand() *cobra.Command {
	o := fileOptions{}
	c := &cobra.Command{
		Use:   "file ID [NAME]",
		Short: "List the files of a record, or get them out",
		Long: `file lists what is attached to a record. With the NAME of one it writes its
content to the output, or with -o to a file. -o with a directory saves it there, or
without a NAME all of them, under names that are safe; what is there already is not
overwritten. Files whose content has not come from another desk yet are named, the
others are saved, and the exit code is 3.`,
		Example: `  tradedesk file 7c2d9f10
  tradedesk file 7c2d9f10 offer.pdf -o offer.pdf
  tradedesk file 7c2d9f10 -o ~/Downloads`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return usagef("file: want an id and perhaps a name; see %s --help", c.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: a.completeID,
		RunE:              func(c *cobra.Command, args []string) error { return a.runFile(c.Context(), o, args) },
	}
	c.Flags().StringVarP(&o.out, "output", "o", "", "write to a `FILE`, or into a directory")
	return c
}

func (a *app) runFile(ctx context.Context, o fileOptions, args []string) error {
	return a.withDesk(ctx, func(d desk.Desk) error {
		record, err := get(ctx, d, args[0])
		if err != nil {
			return err
		}
		files := model.FilesOf(record)
		if len(args) == 2 {
			file, err := named(files, args[1])
			if err != nil {
				return err
			}
			files = []model.Attachment{file}
		}
		info, err := os.Stat(o.out)
		switch into := err == nil && info.IsDir(); {
		case o.out != "" && into:
			return a.saveAll(ctx, d, files, o.out)
		case len(args) == 2:
			return a.writeContent(ctx, d, files[0], o.out)
		case o.out != "":
			return usagef("file: -o %s is no directory; name one of the files, or give a directory for all", o.out)
		}
		return a.printFiles(files)
	})
}

// named finds a file by its name, in capitals or not.
func named(files []model.Attachment, name string) (model.Attachment, error) {
	var all []string
	for _, file := range files {
		if file.Name == name || strings.EqualFold(file.Name, name) {
			return file, nil
		}
		all = append(all, clean(file.Name))
	}
	if len(all) == 0 {
		return model.Attachment{}, fmt.Errorf("file %.100q: %w: nothing is attached", clean(name), desk.ErrNotFound)
	}
	return model.Attachment{}, fmt.Errorf("file %.100q: %w; attached are %s", clean(name), desk.ErrNotFound, strings.Join(all, ", "))
}

func (a *app) printFiles(files []model.Attachment) error {
	if a.json {
		if files == nil {
			files = []model.Attachment{}
		}
		return a.printJSON(files)
	}
	for _, file := range files {
		if _, err := fmt.Fprintf(a.env.Out, "%10d  %-28s  %s\n", file.Size, clean(file.Type), clean(file.Name)); err != nil {
			return err
		}
	}
	return nil
}

// saveAll writes files into a directory and says where they are. One that is not here, or is
// damaged, holds up no other.
func (a *app) saveAll(ctx context.Context, d desk.Desk, files []model.Attachment, dir string) error {
	paths, missing := []string{}, []string{}
	var failed error
	for _, file := range files {
		path, err := desk.SaveFile(ctx, d, file, dir)
		switch {
		case err == nil:
			paths = append(paths, path)
		case errors.Is(err, desk.ErrNotFound):
			missing = append(missing, clean(file.Name))
		default:
			failed = errors.Join(failed, err)
		}
		if ctx.Err() != nil || errors.Is(err, desk.ErrFull) || errors.Is(err, desk.ErrReadOnly) {
			break
		}
	}
	if err := a.printSaved(paths, missing); err != nil {
		return err
	}
	return errors.Join(notHere(missing), failed)
}

func (a *app) printSaved(paths, missing []string) error {
	if a.json {
		return a.printJSON(map[string]any{"saved": paths, "missing": missing})
	}
	for _, path := range paths {
		if _, err := fmt.Fprintln(a.env.Out, path); err != nil {
			return err
		}
	}
	return nil
}

// notHere says of which files the content has not come yet.
func notHere(names []string) error {
	switch len(names) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("file %.100q: %w: its content is not on this machine; `tradedesk status` says why it waits", names[0], desk.ErrNotFound)
	}
	return fmt.Errorf("%s: %w: their contents are not on this machine; `tradedesk status` says why they wait", strings.Join(names, ", "), desk.ErrNotFound)
}

// writeContent writes one content to the output, or to a file that appears when
// it is whole.
func (a *app) writeContent(ctx context.Context, d desk.Desk, file model.Attachment, name string) error {
	content, err := d.OpenFile(ctx, file.SHA256)
	if errors.Is(err, desk.ErrNotFound) {
		return notHere([]string{clean(file.Name)})
	}
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // only read
	if name == "" || name == "-" {
		_, err := io.Copy(a.fileOut(), content)
		return err
	}
	whole, err := createWhole(name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(whole, content); err != nil {
		return errors.Join(err, whole.abandon())
	}
	return whole.commit()
}
