// Package letter makes messages of templates: a text with named fields, filled from
// records in the language of whom it goes to. A template names fields and nothing else;
// nothing in it is run.
package letter
