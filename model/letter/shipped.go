package letter

import (
	"embed"
	"fmt"
	"path"
	"strings"
	"sync"

	"tradedesk/model"
	"tradedesk/model/value"
)

//go:embed shipped/*.txt
var shippedFiles embed.FS

// Shipped gives the templates that every desk has, one for each purpose but the free one
// in each language. They have no id: a template of the desk with the same name and
// language takes the place of one.
func Shipped() []*model.Template {
	var out []*model.Template
	for _, t := range shipped() {
		copied := *t
		out = append(out, &copied)
	}
	return out
}

var shipped = sync.OnceValue(func() []*model.Template {
	var out []*model.Template
	for _, purpose := range model.Purposes() {
		for _, lang := range model.LetterLanguages() {
			if purpose == model.PurposeFree {
				continue
			}
			out = append(out, readShipped(purpose, lang))
		}
	}
	return out
})

// readShipped reads a file: the subject on the first line, a blank one, the body.
func readShipped(purpose model.Purpose, lang value.Language) *model.Template {
	name := fmt.Sprintf("%s.%s.txt", purpose, lang)
	data, err := shippedFiles.ReadFile(path.Join("shipped", name))
	if err != nil {
		panic("the shipped template " + name + ": " + err.Error())
	}
	subject, body, _ := strings.Cut(string(data), "\n")
	return &model.Template{
		Name: string(purpose), Purpose: purpose, Language: lang, Subject: strings.TrimSpace(subject), Body: strings.TrimSpace(body),
	}
}
