// Package reference holds the public tables of the trade: countries (ISO 3166-1),
// currencies (ISO 4217), units (UN/ECE Recommendation 20), headings of the
// Harmonized System 2022, places (UN/LOCODE) and the domains of free mail. The
// tables are embedded, compressed, and read when first asked for. What a lookup
// gives is shared: do not change it.
package reference

//go:generate go run ./internal/build
