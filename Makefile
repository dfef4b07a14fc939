# make run     builds what is missing and starts Entrepot in the foreground
# make image   makes an OCI image from Debian's packages (as root): assembly/target/entrepot-image.tar
# make test    installs the real clients that the tests use, and runs everything
# make bench   installs the peers and measures against them (bench/README.md): twenty minutes on a quiet machine
# make format  puts the code into the project's form
MVN ?= mvn -B -ntp
PROGRAM = assembly/target/assembly/bin/entrepot
SOURCES = $(shell find pom.xml core format-* karaf-features assembly -name target -prune -o -type f -not -path '*/src/test/*' -print)

.PHONY: run image test clients bench format

run: $(PROGRAM)
	ENTREPOT_DATA=$${ENTREPOT_DATA:-$(CURDIR)/data} $(PROGRAM) run

$(PROGRAM): $(SOURCES)
	$(MVN) -q package -DskipTests -Dspotless.check.skip
	@touch $(PROGRAM)

image: $(PROGRAM)
	assembly/src/main/image/build assembly/target/entrepot-*.tar.gz assembly/target/entrepot-image.tar

test: clients
	$(MVN) verify

clients:
	@assembly/src/test/clients/install

# BENCH: options, such as --quick or --only=reads
bench: $(PROGRAM)
	@bench/install
	$(MVN) -q package -f bench/pom.xml
	java -jar bench/target/bench.jar $(BENCH) assembly/target/entrepot-*.tar.gz

format:
	$(MVN) -q spotless:apply
	$(MVN) -q spotless:apply -f bench/pom.xml
