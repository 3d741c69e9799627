// Package reference holds the public tables of the trade: countries, currencies,
// units, HS headings, places and mail domains. The tables are embedded,
// compressed, and read when first asked for.
package reference
