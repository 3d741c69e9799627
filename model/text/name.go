package text

import "strings"

// Name gives the key under which a company's name is compared.
func Name(s string) string { return strings.Join(strings.Fields(Fold(s)), " ") }
