# Fuzz targets: tests/fuzz/NAME_fuzz.c with an oracle. In the ordinary build it
# replays tests/corpus/NAME as a test; `make fuzz` builds it as a fuzzer in a
# build directory of its own (docs/fuzzing.md).
fuzzes := $(sort $(wildcard tests/fuzz/*_fuzz.c))
fuzzers := $(fuzzes:%.c=$B/%)

# What a target needs beside the rooms: objects, and files when it runs.
FUZZ_NEEDS_numbers := $B/plugins/dhl.numbers.conf
FUZZ_OBJS_manifest := $B/tests/fuzz/conf.o
FUZZ_NEEDS_manifest := $(plugins:%=$B/plugins/%.so)
fuzz_plugins := $B/tests/fuzz/plugins.o $(patsubst %,$B/core/play/%.o,asked fixture)
FUZZ_OBJS_replies := $(fuzz_plugins)
FUZZ_OBJS_serve := $(fuzz_plugins)
FUZZ_NEEDS_replies := $(plugins:%=$B/plugins/%.so)
FUZZ_NEEDS_serve := $(plugins:%=$B/plugins/%.so)
FUZZ_OBJS_po := $B/tests/fuzz/conf.o $B/tools/packc/build.o
FUZZ_LIBS_po := -lgettextpo
FUZZ_OBJS_hooks := $B/tests/fuzz/desk.o $B/tests/fuzz/conf.o
FUZZ_OBJS_import := $B/tests/fuzz/desk.o
FUZZ_OBJS_control := $B/tests/fuzz/desk.o
FUZZ_OBJS_mail := $B/tests/fuzz/desk.o $(patsubst %.c,$B/%.o,$(wildcard plugins/email/*.c))
FUZZ_LIBS_mail := $(PLUGIN_LIBS_email)
$B/tests/fuzz/mail_fuzz.o: CPPFLAGS += $(CFLAGS_email)
FUZZ_NEEDS_worker := $B/plugins/shopify.so
FUZZ_LIBS_worker := -Wl,--wrap=child_inside
FUZZ_OBJS_policy := $B/tests/fuzz/conf.o
FUZZ_CC ?= clang-14
fuzz_shared := $B/tests/fuzz/fuzz.o $(if $(FUZZ),,$B/tests/fuzz/replay.o)

# A plugin that a fuzzer opens takes the sanitizers' runtime from it.
define fuzz_rule
$B/$(1:%.c=%): $B/$(1:%.c=%.o) $(fuzz_shared) $(FUZZ_OBJS_$(2)) $B/tests/help.a $(libs) | $(FUZZ_NEEDS_$(2))
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(LDFLAGS) $$(if $$(FUZZ),-fsanitize=fuzzer -rdynamic) -o $$@ $$(filter %.o,$$^) $B/tests/help.a $(link_libs) $$(FUZZ_LIBS_$(2)) $$(LIBS)
endef
$(foreach f,$(fuzzes),$(eval $(call fuzz_rule,$f,$(patsubst %_fuzz.c,%,$(notdir $f)))))

.PHONY: fuzz fuzzers
fuzzers: $(fuzzers)

# make fuzz [TARGET=name] [TIME=seconds]
fuzz:
	@sh tools/deps --fuzz
	@$(MAKE) --no-print-directory FUZZ=1 CC=$(FUZZ_CC) B=build-fuzz SAN=fuzzer-no-link,address,undefined \
		$(if $(TARGET),build-fuzz/tests/fuzz/$(TARGET)_fuzz,fuzzers)
	@HW_BUILD=build-fuzz TIME=$(TIME) sh tools/fuzz $(TARGET)
