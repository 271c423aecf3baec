# Fuzz targets: tests/fuzz/NAME_fuzz.c with an oracle. In the ordinary build it
# replays tests/corpus/NAME as a test; `make fuzz` builds it as a fuzzer in a
# build directory of its own (docs/fuzzing.md).
fuzzes := $(sort $(wildcard tests/fuzz/*_fuzz.c))
fuzzers := $(fuzzes:%.c=$B/%)
fuzz_names := $(fuzzes:tests/fuzz/%_fuzz.c=%)

# What a target needs beside the rooms: objects and libraries, and files that
# it reads when it runs.
fuzz_conf    := $B/tests/fuzz/conf.o
fuzz_desk    := $B/tests/fuzz/desk.o
fuzz_plugins := $B/tests/fuzz/plugins.o $(patsubst %,$B/core/play/%.o,asked fixture)
fuzz_so      := $(plugins:%=$B/plugins/%.so)

FUZZ_OBJS_control   := $(fuzz_desk)
FUZZ_OBJS_hooks     := $(fuzz_desk) $(fuzz_conf)
FUZZ_OBJS_import    := $(fuzz_desk)
FUZZ_OBJS_mail      := $(fuzz_desk) $(patsubst %.c,$B/%.o,$(wildcard plugins/email/*.c))
FUZZ_LIBS_mail      := $(PLUGIN_LIBS_email)
FUZZ_OBJS_manifest  := $(fuzz_conf)
FUZZ_NEEDS_manifest := $(fuzz_so)
FUZZ_NEEDS_numbers  := $B/plugins/dhl.numbers.conf
FUZZ_OBJS_po        := $(fuzz_conf) $(patsubst %.c,$B/%.o,$(filter-out %/main.c,$(wildcard tools/packc/*.c)))
FUZZ_LIBS_po        := -lgettextpo
FUZZ_OBJS_policy    := $(fuzz_conf)
FUZZ_OBJS_replies   := $(fuzz_plugins)
FUZZ_NEEDS_replies  := $(fuzz_so)
FUZZ_OBJS_serve     := $(fuzz_plugins)
FUZZ_NEEDS_serve    := $(fuzz_so)
FUZZ_LIBS_worker    := -Wl,--wrap=child_inside
FUZZ_NEEDS_worker   := $B/plugins/shopify.so
$B/tests/fuzz/mail_fuzz.o: CPPFLAGS += $(CFLAGS_email)

FUZZ_CC ?= clang-14
FUZZ_CXX ?= clang++-14
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
	$(if $(filter-out $(fuzz_names),$(TARGET)),@echo 'make: there is no fuzz target "$(TARGET)"; there are $(fuzz_names)' >&2; exit 64)
	@sh tools/deps --fuzz
	@$(MAKE) --no-print-directory FUZZ=1 CC=$(FUZZ_CC) CXX=$(FUZZ_CXX) B=build-fuzz SAN=fuzzer-no-link,address,undefined \
		$(if $(TARGET),build-fuzz/tests/fuzz/$(TARGET)_fuzz,fuzzers)
	@HW_BUILD=build-fuzz TIME=$(TIME) sh tools/fuzz $(TARGET)
