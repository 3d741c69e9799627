#!/bin/sh
# Makes the fonts of this folder from Debian's fonts-noto-core (20201225-1) with
# hb-subset of libharfbuzz-bin: the letters of Latin, Greek and Cyrillic, and those of
# Arabic; without hints, which print and screens of today do not need.
set -eu
from=${1:-/usr/share/fonts/truetype/noto}
latin="U+0020-007E,U+00A0-017F,U+0192,U+01A0-01A1,U+01AF-01B0,U+01CD-01DC,U+01E6-01E7,U+0218-021B,U+0259,U+02BB-02BC,U+02C6-02C7,U+02D8-02DD"
latin="$latin,U+0300-0304,U+0306-030C,U+0323,U+0327-0328,U+0384-038A,U+038C,U+038E-03CE,U+0400-045F,U+0490-0491,U+1E80-1E85,U+1E9E,U+1EA0-1EF9"
latin="$latin,U+2000-200A,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+2070-208E,U+20A0-20BF"
latin="$latin,U+2113,U+2116,U+2122,U+2126,U+215B-215E,U+2190-2193,U+2212,U+2215,U+221E,U+2248,U+2260,U+2264-2265,U+25A1,U+25CF,U+FB01-FB02,U+FFFD"
arabic="U+0020,U+00A0,U+0600-061C,U+061E-06FF,U+0750-077F,U+200C-200D,U+25CC,U+FDF2,U+FDFA,U+FDFC,U+FE70-FE74,U+FE76-FEFC"
for weight in Regular Bold; do
	hb-subset "$from/NotoSans-$weight.ttf" --unicodes="$latin" --no-hinting --notdef-outline \
		--layout-features=ccmp,locl,mark,mkmk,kern --drop-tables+=DSIG,MATH --output-file="NotoSans-$weight.ttf"
	hb-subset "$from/NotoSansArabic-$weight.ttf" --unicodes="$arabic" --no-hinting --notdef-outline \
		--layout-features=ccmp,locl,isol,init,medi,fina,rlig,calt,liga,mark,mkmk,kern,curs --output-file="NotoSansArabic-$weight.ttf"
done
