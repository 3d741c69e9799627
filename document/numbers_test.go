package document

import (
	"reflect"
	"testing"

	"tradedesk/model/value"
)

func TestMoney(t *testing.T) {
	for _, tt := range []struct {
		d        value.Decimal
		currency value.Currency
		lang     value.Language
		want     string
	}{
		{"4", "USD", "en", "USD\u00a04.00"},
		{"4.5", "EUR", "fr", "4,50\u00a0EUR"},
		{"5.2166", "MAD", "ar", "5,2166\u00a0MAD"},
		{"1200", "JPY", "en", "JPY\u00a01,200"},
		{"1.5", "KWD", "en", "KWD\u00a01.500"},
		{"", "USD", "en", ""},
	} {
		if got := withCurrency(tt.d, tt.currency, tt.lang); got != tt.want {
			t.Errorf("%s %s in %s: %q, want %q", tt.d, tt.currency, tt.lang, got, tt.want)
		}
	}
}

func TestDatesAndDays(t *testing.T) {
	for lang, want := range map[value.Language]string{"en": "1\u00a0August\u00a02026", "fr": "1er\u00a0août\u00a02026", "ar": "1\u00a0غشت\u00a02026"} {
		if got := date("2026-08-01", lang); got != want {
			t.Errorf("date in %s: %q, want %q", lang, got, want)
		}
	}
	for _, tt := range []struct {
		n    int
		lang value.Language
		want string
	}{
		{1, "en", "1\u00a0day"}, {2, "en", "2\u00a0days"}, {1, "fr", "1\u00a0jour"}, {21, "fr", "21\u00a0jours"},
		{1, "ar", "يوم واحد"}, {2, "ar", "يومان"}, {10, "ar", "10\u00a0أيام"}, {21, "ar", "21\u00a0يوما"}, {100, "ar", "100\u00a0يوم"}, {103, "ar", "103\u00a0أيام"},
	} {
		if got := days(tt.n, tt.lang); got != tt.want {
			t.Errorf("%d days in %s: %q, want %q", tt.n, tt.lang, got, tt.want)
		}
	}
}

// Every language has every word.
func TestCatalogueIsWhole(t *testing.T) {
	for _, lang := range []value.Language{"ar", "en", "fr"} {
		v := reflect.ValueOf(catalogue[lang])
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("%s has no %s", lang, v.Type().Field(i).Name)
			}
		}
	}
}
