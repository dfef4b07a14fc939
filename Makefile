# make run     builds what is missing and starts Entrepot in the foreground
# make test    installs the real clients that the tests use, and runs everything
# make format  puts the code into the project's form
MVN ?= mvn -B -ntp
PROGRAM = assembly/target/assembly/bin/entrepot
SOURCES = $(shell find pom.xml core format-* karaf-features assembly -name target -prune -o -type f -not -path '*/src/test/*' -print)

.PHONY: run test clients format

run: $(PROGRAM)
	ENTREPOT_DATA=$${ENTREPOT_DATA:-$(CURDIR)/data} $(PROGRAM) run

$(PROGRAM): $(SOURCES)
	$(MVN) -q package -DskipTests -Dspotless.check.skip
	@touch $(PROGRAM)

test: clients
	$(MVN) verify

clients:
	@assembly/src/test/clients/install

format:
	$(MVN) -q spotless:apply
