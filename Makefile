# make [all] | run | test | check | soak ROW=name | fuzz | bench | install | deb |
# dist | clean
# make SAN=address,undefined test    a separate build directory, so both stay warm
#
# Rooms are core/<room>/*.c, lowest first; each becomes $B/lib/<room>.a. Programs
# link the archives, so they carry only what they use. A plugin is a folder:
#   plugins/X/*.c          the plugin         -> $B/plugins/X.so
#   plugins/X/sim/*.c      its simulator      -> $B/sims/X, with sdk/sim/*.c
#   plugins/X/tool/Y.c     a program of its own, with the plugin's code
#                                             -> $B/helloword-Y
#   plugins/X/tests/*      its tests          (cmocka *_test.c, *_test.sh)
#   plugins/X/plugin.mk    libraries of its field, if any
#   plugins/locale-X/      data only          -> $B/plugins/locale-X.so by packc
NAME    = helloword
VERSION = 0.1.0
PREFIX ?= /usr/local
SAN    ?=
comma  := ,
B      ?= build$(if $(SAN),-$(subst $(comma),-,$(SAN)))

# As many commands at once as there are processors, unless -j says otherwise;
# what is removed must be gone before it is made anew.
ifeq ($(findstring -j,$(MAKEFLAGS))$(MAKELEVEL)$(filter clean,$(MAKECMDGOALS)),0)
MAKEFLAGS += -j$(or $(shell nproc 2>/dev/null),1)
endif

# V=1 shows the commands.
V       ?=
Q        = $(if $(V),,@)
say      = $(if $(V),,@echo '  $(1) $(2)')
CC      ?= cc
WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wformat=2 -Wstrict-prototypes \
           -Wmissing-prototypes -Wold-style-definition -Wwrite-strings -Wpointer-arith \
           -Wundef -Wcast-qual -Wimplicit-fallthrough
# C99 promises 4,095 bytes of a string; questions to the database are put
# together from named parts, and every compiler in use takes longer ones.
WARN    += -Wno-overlength-strings
OPT     ?= -O2 -g
HARDEN   = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fno-common
CPPFLAGS += -D_GNU_SOURCE -Icore -Isdk -DHW_VERSION='"$(VERSION)"'
CFLAGS  += -std=c11 $(WARN) $(OPT) $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all,$(HARDEN))
LDFLAGS += $(if $(SAN),-fsanitize=$(SAN)) -Wl,-z,relro,-z,now -Wl,--as-needed
ifdef WERROR
CFLAGS  += -Werror
endif

# Lowest room first; tests/rooms_test.sh holds the order in the includes.
ROOMS   := base text model wire db policy desk host http play judge cli
LIBS     = -lsqlite3 -lcjson -lsodium -lnettle -lconfig -lmicrohttpd -lseccomp \
           -licui18n -licuuc -lpcre2-8 -lcld2 -lstdc++ -lm -ldl -lpthread

plugins := $(patsubst plugins/%/,%,$(filter-out plugins/locale-%,$(wildcard plugins/*/)))
packs   := $(patsubst plugins/%/,%,$(wildcard plugins/locale-*/))
numbers := $(patsubst plugins/%/numbers.conf,%,$(wildcard plugins/*/numbers.conf))
sims    := $(patsubst plugins/%/sim/,%,$(wildcard plugins/*/sim/))
tools   := $(foreach t,$(wildcard plugins/*/tool/*.c),$B/$(NAME)-$(basename $(notdir $t)))
ctests  := $(sort $(wildcard tests/*/*_test.c plugins/*/tests/*_test.c))
shtests := $(sort $(wildcard tests/*_test.sh tests/*/*_test.sh plugins/*/tests/*_test.sh))
benches := $(sort $(wildcard tests/bench/*_bench.c))

# A large room has drawers: folders of files that belong together.
room_objs = $(patsubst %.c,$B/%.o,$(filter-out core/%/main.c,$(wildcard core/$(1)/*.c core/$(1)/*/*.c))) \
            $(patsubst %.cc,$B/%.o,$(wildcard core/$(1)/*.cc))
libs     := $(foreach r,$(ROOMS),$(if $(wildcard core/$r/*.c),$B/lib/$r.a))
# Highest first, as the linker wants them.
rev       = $(if $(1),$(call rev,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
link_libs = $(call rev,$(libs))

programs := $(if $(wildcard core/cli/main.c),$B/$(NAME)) \
            $(if $(wildcard core/worker/*.c),$B/$(NAME)-worker) \
            $(if $(wildcard core/play/*.c),$B/$(NAME)-play) \
            $(if $(wildcard core/sender/*.c),$B/$(NAME)-sender)

.PHONY: all deps tidy run test check lint soak bench install deb dist clean docs
.DELETE_ON_ERROR:
.SECONDARY:

# Plain `make` uses no network: it says which packages are missing before it
# compiles anything, and `make deps` installs them. Rules below that need them
# re-enter make so that pkg-config sees them.
all: tidy $(programs) $(tools) $(plugins:%=$B/plugins/%.so) $(packs:%=$B/plugins/%.so) $(numbers:%=$B/plugins/%.numbers.conf) $(sims:%=$B/sims/%) docs/manifest.md $B/packc $B/$(NAME).1 $B/$(NAME).bash

deps:
	@sh tools/deps

$B/deps: tools/deps
	@mkdir -p $(@D)
	@CC='$(CC)' sh tools/deps --check
	@touch $@

# What was built of a plugin or pack whose folder is gone would still be used.
stale := $(filter-out $(patsubst %,$B/plugins/%.so,$(plugins) $(packs)) $(packs:%=$B/plugins/%.pack) $(numbers:%=$B/plugins/%.numbers.conf), \
           $(wildcard $B/plugins/*.so $B/plugins/*.pack $B/plugins/*.numbers.conf))
tidy:
	$(if $(stale),$(call say,RM,$(stale)))
	$(if $(stale),$(Q)rm -f $(stale))

define room_rule
$B/lib/$(1).a: $(call room_objs,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call say,AR,$$@)
	$$(Q)$$(AR) rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room_rule,$r)))

$B/$(NAME): $B/core/cli/main.o $(libs)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(link_libs) $(LIBS)

# libc and cJSON only: a worker must start in a millisecond.
$B/$(NAME)-worker: $(patsubst %.c,$B/%.o,$(wildcard core/worker/*.c)) $B/lib/wire.a $B/lib/model.a $B/lib/base.a
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -lcjson -lseccomp -ldl

# Plays a plugin's fixtures (docs/fixtures.md).
$B/$(NAME)-play: $B/core/play/main.o $B/lib/play.a $B/lib/wire.a $B/lib/model.a $B/lib/base.a
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -lcjson -ldl

$B/$(NAME)-sender: $(patsubst %.c,$B/%.o,$(wildcard core/sender/*.c)) $B/lib/wire.a $B/lib/model.a $B/lib/base.a
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -lcurl -lssl -lcrypto -lcjson -lsodium -lnettle -lseccomp

$B/%.o: %.c $B/flags | $B/deps
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_$(firstword $(subst /, ,$(patsubst plugins/%,%,$<)))) -fPIC -MMD -MP -c -o $@ $<

# The one file that a library's C++ needs (core/text/foreign.cc).
$B/%.o: %.cc $B/flags | $B/deps
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(Q)$(CXX) $(filter -I% -D%,$(CPPFLAGS)) $(filter -O% -g% -f%,$(CFLAGS)) -Wall -Wextra -fPIC -MMD -MP -c -o $@ $<

# One rule per plugin; it may add PLUGIN_LIBS_X and CFLAGS_X in its plugin.mk.
-include $(wildcard plugins/*/plugin.mk)
define plugin_rule
$B/plugins/$(1).so: $(patsubst %.c,$B/%.o,$(wildcard plugins/$(1)/*.c))
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(LDFLAGS) -shared -fvisibility=hidden $(if $(FUZZ),,-Wl,--no-undefined) -o $$@ $$(filter %.o,$$^) $$(PLUGIN_LIBS_$(1)) $$(if $$(SAN),,-Wl,-z,defs)
endef
$(foreach p,$(plugins),$(eval $(call plugin_rule,$p)))

# A carrier's tracking numbers lie beside its plugin (core/policy/number/numbers.h).
$B/plugins/%.numbers.conf: plugins/%/numbers.conf
	@mkdir -p $(@D)
	$(Q)cp $< $@

define sim_rule
$B/sims/$(1): $(patsubst %.c,$B/%.o,$(wildcard plugins/$(1)/sim/*.c)) $B/sdk/sim/kit.o $(libs)
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(LDFLAGS) -o $$@ $$(filter %.o,$$^) $(link_libs) $(LIBS)
endef
$(foreach s,$(sims),$(eval $(call sim_rule,$s)))

# A verb that needs a plugin's library runs the tool; the desk links none of it.
define tool_rule
$B/$(NAME)-$(basename $(notdir $(1))): $(1:%.c=$B/%.o) $(patsubst %.c,$B/%.o,$(wildcard plugins/$(2)/*.c)) $B/lib/base.a
	@mkdir -p $$(@D)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(LDFLAGS) -o $$@ $$(filter %.o %.a,$$^) $$(PLUGIN_LIBS_$(2)) -lcjson -lsodium -lnettle
endef
$(foreach t,$(wildcard plugins/*/tool/*.c),$(eval $(call tool_rule,$t,$(word 2,$(subst /, ,$t)))))

# A locale pack: PO, cues and examples become one const blob and no code. To
# learn the examples takes seconds a language: packs are built anew when packc
# came out as other bytes, and under sanitizers by the plain one, four times as
# fast (the other is tried by tests/packs_test.sh).
$B/packc.now: $(patsubst %.c,$B/%.o,$(wildcard tools/packc/*.c)) $(libs)
	$(call say,LD,$B/packc)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(link_libs) -lgettextpo $(LIBS)
$B/packc: $B/packc.now
	$(Q)cmp -s $< $@ || cp $< $@
packer := $(if $(SAN),build/packc,$B/packc)
ifdef SAN
$(packer): FORCE
	@$(MAKE) --no-print-directory SAN= WERROR= B=build $@
endif
# What meanings tell the guard is learnt once, from the sentences of all packs.
# Part of it is in each, so all are built anew when it came out otherwise.
$B/meant.now: $(packer) $(wildcard policy/guard/* $(foreach f,guard.tsv told.tsv meanings.txt replies.po,plugins/locale-*/$f))
	@mkdir -p $(@D)
	$(call say,MEANT,$B/meant)
	$(Q)$(packer) --meant $@
$B/meant: $B/meant.now
	$(Q)cmp -s $< $@ || cp $< $@
define pack_rule
$B/plugins/$(1).so: $(packer) $B/meant tools/packc/pack.c.in sdk/hw_plugin.h policy/templates.conf $B/flags plugins/$(1) $(wildcard plugins/$(1)/* policy/guard/* plugins/locale-*/examples.tsv)
	@mkdir -p $$(@D)
	@$(packer) plugins/$(1) $B/plugins/$(1).pack $B/meant
	$$(call say,PACK,$$@)
	$$(Q)$$(CC) -shared -fPIC -Isdk -DPACK_ID='"$(1)"' -DPACK_FILE='"$B/plugins/$(1).pack"' -DPACK_LEN=$$$$(wc -c <$B/plugins/$(1).pack) -o $$@ -x c tools/packc/pack.c.in
endef

# Plugins that misbehave in every way and as they are told, for the tests only:
# not where a desk looks for plugins.
simple_plugins := $B/tests/chaos/chaos.so $B/tests/chaos/careless.so $B/tests/puppet/puppet.so $B/tests/prisoner/prisoner.so $B/tests/bench/feed.so
# Stands between the sender and the C library: names, and who is connected to.
simple_plugins += $B/tests/resolver/resolver.so
$B/tests/prisoner/prisoner.so: $(patsubst %.c,$B/%.o,$(wildcard tests/help/attempts*.c))
$(simple_plugins): $B/tests/%.so: $B/tests/%.o
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -shared $(if $(FUZZ),,-Wl,--no-undefined) -o $@ $(filter %.o,$^)

# One for each class of effects; what was done shows within 40 s.
ledgers := $(foreach c,a b c d,$B/tests/ledger/ledger-$c.so)
$(ledgers): $B/tests/ledger/ledger-%.so: tests/ledger/ledger.c sdk/hw_plugin.h $B/flags
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) -fPIC -shared -Wl,--no-undefined -DLEDGER_ID='"ledger-$*"' -DLEDGER_CLASS="'$$(echo $* | tr a-d A-D)'" -DLEDGER_LAG_MS=40000 -o $@ $<
test_plugins := $(simple_plugins) $(ledgers)

# Calls that fail as a test tells them to, preloaded into our programs.
test_plugins += $B/tests/sites/fault.so
$B/tests/sites/fault.so: $B/tests/sites/fault.o $B/tests/sites/resolve.o
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -shared -o $@ $^ -ldl

# Feeds and kills the desk for tests/crash/row.sh; changes what fails in it.
test_tools := $B/tests/crash/driver $B/tests/crash/poke
$(test_tools): %: %.o $(libs)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(link_libs) $(LIBS)

# Runs the desk as its unit would, for tests/ops/unit_test.sh.
test_tools += $B/tests/ops/under
$B/tests/ops/under: $B/tests/ops/under.o
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $< -lseccomp

$(foreach p,$(packs),$(eval $(call pack_rule,$p)))

# Tests: every *_test.c is a program of its own (cmocka, TAP on stdout), linked
# with what its folder shares, the other .c files there, and what all share:
# tests/help.
$B/tests/%.o $B/plugins/%.o: CPPFLAGS += -Itests
shared_of = $(patsubst %.c,$B/%.o,$(filter-out %_test.c %_bench.c,$(wildcard $(dir $(1))*.c)))
$B/tests/help.a: $(patsubst %.c,$B/%.o,$(wildcard tests/help/*.c))
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^
define ctest_rule
$B/$(1:%.c=%): $B/$(1:%.c=%.o) $(call shared_of,$(1)) $B/tests/help.a $(libs) $(2)
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$(LDFLAGS) -o $$@ $$(filter %.o,$$^) $B/tests/help.a $(link_libs) -lcmocka $$(PLUGIN_LIBS_$(3)) $(LIBS)
endef
# The sender's own lock, which is in no library.
$B/tests/host/walls_test: $B/core/sender/lock.o
# The guard that is shipped, in a desk.
$B/tests/desk/everyday_test $B/tests/desk/strangers_test: $B/tests/policy/guarded.o $B/tests/policy/built_packs.o
# The packs that are built.
$B/tests/desk/playbook_unclear_test: $B/tests/policy/chosen_none.o $B/tests/policy/built_packs.o
$B/tests/desk/usual_test: $B/tests/policy/by_packs.o $B/tests/policy/built_packs.o
plugin_of = $(if $(filter plugins/%,$(1)),$(word 2,$(subst /, ,$(1))))
$(foreach t,$(ctests),$(eval $(call ctest_rule,$t,$(if $(call plugin_of,$t),$(patsubst %.c,$B/%.o,$(wildcard plugins/$(call plugin_of,$t)/*.c))),$(call plugin_of,$t))))

include tests/fuzz/fuzz.mk

bench_shared := $(patsubst %.c,$B/%.o,$(filter-out %_bench.c %/nothing.c %/feed.c,$(wildcard tests/bench/*.c)))
$B/tests/bench/nothing: tests/bench/nothing.c
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) -O2 -static -o $@ $<

$B/tests/bench/%_bench: $B/tests/bench/%_bench.o $(bench_shared) $(libs)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(link_libs) $(LIBS)

# Rebuild everything when the flags change, and only then.
# Schema files are embedded by the assembler.
$B/core/db/migrate.o: $(wildcard core/db/schema/*.sql)

$B/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CPPFLAGS) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CPPFLAGS) $(CFLAGS)' > $@
FORCE:

# What each plugin declares, behind what every manifest has. Two makes in one
# tree each have a file of their own until it is whole.
docs/manifest.md: docs/manifest.head.md $B/$(NAME) $B/$(NAME)-worker $(plugins:%=$B/plugins/%.so)
	$(call say,DOC,$@)
	$(Q)new=$@.$$$$; { cat $< && $B/$(NAME) plugins --options $(plugins); } >$$new && mv $$new $@ || { rm -f $$new; exit 1; }

# Of the table of verbs, as -h.
$B/$(NAME).1: $B/$(NAME)
	$(Q)$B/$(NAME) manual man >$@
$B/$(NAME).bash: $B/$(NAME)
	$(Q)$B/$(NAME) manual bash >$@

run: deps
	@$(MAKE) --no-print-directory all
	@HW_BUILD=$B sh tools/sandbox $(ARGS)

test: deps
	@sh tools/peers
	@$(MAKE) --no-print-directory run-tests

.PHONY: run-tests
run-tests: all $(ctests:%.c=$B/%) $(fuzzers) $(test_plugins) $(test_tools)
	@HW_BUILD=$B sh tests/run $(ctests:%.c=$B/%) $(fuzzers) $(shtests)

check: deps
	@sh tools/peers
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory WERROR=1 SAN=address,undefined run-tests

lint:
	@sh tools/lint

# One row of the tests at its full size; without ROW the list of them.
soak: deps
	@$(MAKE) --no-print-directory all $(ctests:%.c=$B/%) $(test_plugins) $(test_tools)
	@HW_BUILD=$B sh tools/soak $(ROW)

bench: deps
	@$(MAKE) --no-print-directory all $(benches:%.c=$B/%) $B/tests/bench/nothing $(test_plugins)
	@HW_BUILD=$B sh tools/bench $(benches:%.c=$B/%) $(sort $(wildcard tests/bench/*_bench.sh))

install: all
	install -Dm755 -t $(DESTDIR)$(PREFIX)/bin $B/$(NAME)
	install -Dm755 -t $(DESTDIR)$(PREFIX)/lib/$(NAME) $B/$(NAME)-play
	cd sdk/template && find . -type f -exec install -Dm644 {} $(DESTDIR)$(PREFIX)/share/$(NAME)/sdk/template/{} \;
	mkdir -p $(DESTDIR)$(PREFIX)/lib/pkgconfig
	printf 'prefix=$${pcfiledir}/../..\nprogram=$${prefix}/bin/%s\nplay=$${prefix}/lib/%s/%s-play\nName: %s\nDescription: the header of its plugins\nVersion: %s\nCflags: -I$${prefix}/include\n' \
		$(NAME) $(NAME) $(NAME) $(NAME) $(VERSION) > $(DESTDIR)$(PREFIX)/lib/pkgconfig/$(NAME).pc
	install -Dm755 -t $(DESTDIR)$(PREFIX)/lib/$(NAME) $B/$(NAME)-worker $B/$(NAME)-sender
	$(if $(tools),install -Dm755 -t $(DESTDIR)$(PREFIX)/lib/$(NAME) $(tools))
	install -Dm644 -t $(DESTDIR)$(PREFIX)/include sdk/hw_plugin.h sdk/hw_files.h
	install -Dm644 -t $(DESTDIR)$(PREFIX)/share/man/man1 $B/$(NAME).1
	install -Dm644 $B/$(NAME).bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$(NAME)
	install -Dm755 -t $(DESTDIR)$(PREFIX)/lib/$(NAME)/plugins $(plugins:%=$B/plugins/%.so) $(packs:%=$B/plugins/%.so)
	install -Dm644 -t $(DESTDIR)$(PREFIX)/lib/$(NAME)/plugins $(numbers:%=$B/plugins/%.numbers.conf)
	cd policy && find . -type f -exec install -Dm644 {} $(DESTDIR)$(PREFIX)/share/$(NAME)/policy/{} \;
	for p in $(packs); do install -Dm644 -t $(DESTDIR)$(PREFIX)/share/$(NAME)/plugins/$$p plugins/$$p/* || exit; done
	install -Dm755 $B/packc $(DESTDIR)$(PREFIX)/lib/$(NAME)/$(NAME)-packc
	install -Dm644 $B/meant $(DESTDIR)$(PREFIX)/share/$(NAME)/meant
	install -Dm755 -t $(DESTDIR)$(PREFIX)/lib/$(NAME) tools/pack tools/rates
	install -Dm644 -t $(DESTDIR)$(PREFIX)/share/$(NAME) README.md README.zh-CN.md tools/packc/pack.c.in
	install -Dm644 -t $(DESTDIR)$(PREFIX)/share/$(NAME)/docs docs/manifest.md $(filter-out %/manifest.md %.head.md,$(wildcard docs/*.md))
	for p in $(plugins); do install -Dm644 -t $(DESTDIR)$(PREFIX)/share/$(NAME)/plugins/$$p plugins/$$p/README.md || exit; done

# A Debian package, without network (tools/deb).
deb: all
	@HW_BUILD=$B MAKE='$(MAKE)' sh tools/deb $(VERSION)

dist:
	git archive --prefix=$(NAME)-$(VERSION)/ -o $(NAME)-$(VERSION).tar.gz HEAD

clean:
	rm -rf build build-*

-include $(shell find $B -name '*.d' 2>/dev/null)
