# GMime reads and writes MIME; libxml2 reads the HTML in it.
CFLAGS_email := $(shell pkg-config --cflags gmime-3.0 libxml-2.0 2>/dev/null | sed 's/-I/-isystem /g')
PLUGIN_LIBS_email := $(shell pkg-config --libs gmime-3.0 libxml-2.0 2>/dev/null)
