package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tradedesk/model/refusal"
)

// Folder reads the messages of a directory as a mailbox whose "From " lines name the
// files: a Maildir with the folders in it, as mbsync and offlineimap leave them, or a
// directory of .eml files. Messages in the trash of a Maildir, and drafts, are left
// out. It is an io.Reader for Mailbox.
type Folder struct {
	ctx   context.Context
	root  string
	names []string // of files, relative to root, the oldest first
	rest  []byte   // of the file that is being read
}

// ErrNoFolder is what a directory says that holds no mail.
var ErrNoFolder = refusal.New("mail.no_folder", "holds no mail: want a Maildir (with cur and new), or .eml files")

var errTooMany = refusal.New("mail.many_files", "holds more than {Most} files")

// maxFolder bounds the files of a folder.
const maxFolder = 2_000_000

// OpenFolder lists the messages of a directory.
func OpenFolder(ctx context.Context, root string) (*Folder, error) {
	names, err := ListFolder(ctx, root)
	if err != nil {
		return nil, err
	}
	return FolderOf(ctx, root, names), nil
}

// FolderOf reads these files of a directory.
func FolderOf(ctx context.Context, root string, names []string) *Folder {
	return &Folder{ctx: ctx, root: root, names: names}
}

// ListFolder gives the files of a directory that hold messages, relative to it, in the
// order of their names, which begin with the time in a Maildir.
func ListFolder(ctx context.Context, root string) ([]string, error) {
	var names []string
	mail := false
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if path != root && errors.Is(err, fs.ErrNotExist) {
				return nil // it went while the others were read
			}
			return err
		}
		if len(names) > maxFolder {
			return errTooMany.With(atMost(maxFolder))
		}
		within, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		inMaildir := isMaildirPart(filepath.Base(filepath.Dir(path))) && isMaildir(filepath.Dir(filepath.Dir(path)))
		switch {
		case entry.IsDir() && entry.Name() == "tmp" && isMaildir(filepath.Dir(path)):
			return filepath.SkipDir
		case entry.IsDir():
			mail = mail || isMaildir(path)
		case entry.Type().IsRegular() && (inMaildir && wanted(entry.Name()) || strings.EqualFold(filepath.Ext(entry.Name()), ".eml")):
			names = append(names, within)
		}
		return ctx.Err()
	})
	if err == nil && !mail && len(names) == 0 {
		err = ErrNoFolder
	}
	slices.SortStableFunc(names, func(a, b string) int { return strings.Compare(filepath.Base(a), filepath.Base(b)) })
	return names, err
}

func isMaildirPart(name string) bool { return name == "cur" || name == "new" }

// isMaildir reports whether a directory has what makes it one.
func isMaildir(dir string) bool {
	for _, part := range []string{"cur", "new"} {
		if info, err := os.Stat(filepath.Join(dir, part)); err != nil || !info.IsDir() {
			return false
		}
	}
	return true
}

// wanted leaves out what is hidden, and by its flags a draft (D) or in the trash (T).
func wanted(name string) bool {
	return !strings.HasPrefix(name, ".") && !strings.ContainsAny(flagsOf(name), "DT")
}

// flagsOf gives the flags at the end of a Maildir name: "…:2,RS", "…;2,RS" or "…!2,RS"
// where a colon cannot be in a name.
func flagsOf(name string) string {
	i := strings.LastIndex(name, "2,")
	if i < 1 || !strings.ContainsAny(name[i-1:i], ":;!") {
		return ""
	}
	return name[i+2:]
}

// UniqueName gives a Maildir name without its flags, which change when mail is read.
func UniqueName(name string) string {
	if i := strings.LastIndex(name, "2,"); i >= 1 && strings.ContainsAny(name[i-1:i], ":;!") {
		return name[:i-1]
	}
	return name
}

// Len is how many messages there are to be read.
func (f *Folder) Len() int { return len(f.names) }

// Read gives the next piece of the mailbox. A file that went meanwhile is looked for
// under its other flags, and passed over when it is gone.
func (f *Folder) Read(p []byte) (int, error) {
	for len(f.rest) == 0 {
		if err := f.ctx.Err(); err != nil {
			return 0, err
		}
		if len(f.names) == 0 {
			return 0, io.EOF
		}
		name := f.names[0]
		f.names = f.names[1:]
		content, err := f.content(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("reading %s: %w", shown(name), err)
		}
		f.rest = quoted(name, content)
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

func (f *Folder) content(name string) ([]byte, error) {
	content, err := readAtMost(filepath.Join(f.root, name))
	if !errors.Is(err, fs.ErrNotExist) {
		return content, err
	}
	// Read meanwhile: it went from new to cur, or its flags changed.
	unique := UniqueName(filepath.Base(name))
	dir := filepath.Dir(filepath.Dir(filepath.Join(f.root, name)))
	for _, part := range []string{"cur", "new"} {
		entries, listErr := os.ReadDir(filepath.Join(dir, part))
		if listErr != nil {
			continue // no Maildir any more
		}
		for _, entry := range entries {
			if UniqueName(entry.Name()) == unique && wanted(entry.Name()) {
				return readAtMost(filepath.Join(dir, part, entry.Name()))
			}
		}
	}
	return nil, err
}

// readAtMost reads a file, but no more than shows that it is too long.
func readAtMost(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(file, MaxMessage+1))
	return content, errors.Join(err, file.Close())
}

// Close lets go of what is not read.
func (f *Folder) Close() error {
	f.names, f.rest = nil, nil
	return nil
}

// folderMark begins the "From " line of a file of a folder; Raw.File undoes it.
const folderMark = "file:"

// quoted puts a message into a mailbox (mboxrd).
func quoted(name string, content []byte) []byte {
	out := make([]byte, 0, len(content)+len(name)+100)
	out = append(out, "From "+folderMark...)
	for _, b := range []byte(filepath.ToSlash(name)) {
		if b <= ' ' || b == '%' || b >= 0x7f {
			out = fmt.Appendf(out, "%%%02X", b)
		} else {
			out = append(out, b)
		}
	}
	out = append(out, " Thu Jan  1 00:00:00 1970\n"...)
	for rest := content; len(rest) > 0; {
		line := rest[:lineLength(rest)]
		rest = rest[len(line):]
		if begins := strings.TrimLeft(string(line[:min(len(line), 200)]), ">"); strings.HasPrefix(begins, "From ") {
			out = append(out, '>')
		}
		out = append(out, line...)
	}
	return append(out, "\n\n"...)
}

// File gives the name of the file in a Folder that a message is from, "" for others.
func (r Raw) File() string {
	name, _, _ := strings.Cut(r.Envelope, " ")
	name, ok := strings.CutPrefix(name, folderMark)
	if !ok {
		return ""
	}
	var out []byte
	for i := 0; i < len(name); i++ {
		if name[i] == '%' && i+2 < len(name) && hexDigit(name[i+1]) >= 0 && hexDigit(name[i+2]) >= 0 {
			out = append(out, byte(hexDigit(name[i+1])<<4|hexDigit(name[i+2])))
			i += 2
			continue
		}
		out = append(out, name[i])
	}
	return strings.ToValidUTF8(string(out), "\uFFFD")
}
