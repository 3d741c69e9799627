// Package quotetext reads what a supplier writes in a message, in English, French or
// Arabic: "FOB Agadir 160 MAD/kg min 500 kg, 150 from 2000, lead 3 weeks, valid 30 days,
// 30% deposit". It says of each value from which words it comes, and takes nothing that could
// be two things.
package quotetext
