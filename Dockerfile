# An image of the jar that `bin/package` leaves in target/: a Java of the modules in use, a shell for the launcher, nothing else.
#
#   bin/package
#   docker build -t haproxy-exporter .
#   docker run --rm -p 9101:9101 --read-only -v /run/haproxy:/run/haproxy:ro \
#       --group-add "$(getent group haproxy | cut -d: -f3)" haproxy-exporter
#
# A container that cannot read the socket's directory may read a port of HAProxy instead:
# --haproxy.scrape-uri=tcp://host:port or http://host:port/stats;csv. bin/test-image builds and runs it without Docker.

FROM docker.io/library/debian:trixie-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-25-jdk-headless busybox-static
COPY target/haproxy-exporter.jar bin/haproxy-exporter /build/

# Modules: jdk.management for the descriptors of the exporter's own process, jdk.unsupported for SIGHUP, java.desktop (of which an
# event class is used, and none of its libraries), java.xml and java.naming for Log4j.
RUN set -eu; mkdir -p /image/bin /image/tmp /image/etc /image/usr/bin /image/usr/lib /image/usr/share/haproxy-exporter; \
    jre=/image/usr/lib/jvm; \
    jlink --output $jre --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --add-modules \
        java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.xml,jdk.httpserver,jdk.management,jdk.unsupported; \
    # By this line, which jlink leaves out, the launcher knows the version.
    grep ^JAVA_RUNTIME_VERSION= "$(dirname "$(dirname "$(readlink -f /usr/bin/jlink)")")/release" >>$jre/release; \
    for library in awt fontmanager freetype javajpeg jawt jsound lcms mlib_image splashscreen; do \
        rm -f $jre/lib/lib$library*.so; done; \
    cp -L /etc/ssl/certs/java/cacerts $jre/lib/security/cacerts; \
    find $jre -type f \( -name '*.so' -o -perm /111 \) -exec env LD_LIBRARY_PATH=$jre/lib:$jre/lib/server ldd {} + | \
        grep -o '/[^ ]*' | grep -v -e "^$jre" -e : | sort -u | \
        while read -r library; do mkdir -p "/image${library%/*}"; cp -L "$library" "/image$library"; done; \
    cp /bin/busybox /image/bin/; chroot /image /bin/busybox --install -s /bin; \
    cp /build/haproxy-exporter /image/usr/bin/; \
    cp -p /build/haproxy-exporter.jar /image/usr/share/haproxy-exporter/; \
    # Java loads it from here; from the jar it would have to be unpacked first, and there is nothing to write to.
    cd /build && jar xf haproxy-exporter.jar lib && \
    cp "$(find lib -path "*$(uname -m | sed s/x86_64/amd64/)-Linux*" -name '*.so' ! -name '*.nodeps.so')" /image/usr/lib/; \
    echo 'haproxy-exporter:x:65532:65532::/:/sbin/nologin' >/image/etc/passwd; \
    echo 'haproxy-exporter:x:65532:' >/image/etc/group; \
    echo 'hosts: files dns' >/image/etc/nsswitch.conf; \
    chmod 1777 /image/tmp

FROM scratch
COPY --from=build /image/ /
ENV JAVA_HOME=/usr/lib/jvm PATH=/usr/bin:/bin
# The class-data archive is written once, here, as the user of the container may write nowhere: of the classes that a daemon loads
# which is told to end after a moment, in the object layout that the launcher chooses. The next daemon notes that it is whole; one
# that is not would only be in the way.
RUN share=/usr/share/haproxy-exporter; \
    HAPROXY_EXPORTER_CDS=off HAPROXY_EXPORTER_JAVA_OPTS=-XX:DumpLoadedClassList=/tmp/classes timeout 10 haproxy-exporter --web.listen-address=127.0.0.1:0; \
    $JAVA_HOME/bin/java -XX:+UseCompactObjectHeaders -Xshare:dump -XX:SharedClassListFile=/tmp/classes \
        -XX:SharedArchiveFile=$share/haproxy-exporter.jsa -cp $share/haproxy-exporter.jar >/dev/null; \
    HAPROXY_EXPORTER_CDS=$share/haproxy-exporter.jsa timeout 10 haproxy-exporter --web.listen-address=127.0.0.1:0; \
    rm -f /tmp/classes; test -s $share/haproxy-exporter.jsa.checked || rm -f $share/haproxy-exporter.jsa

ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="haproxy-exporter" \
      org.opencontainers.image.description="Prometheus exporter for HAProxy that says why a server is down" \
      org.opencontainers.image.source="https://github.com/haproxyexporter/haproxy-exporter" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"

USER 65532:65532
EXPOSE 9101
HEALTHCHECK --interval=30s --timeout=10s --start-period=10s CMD ["/usr/bin/haproxy-exporter", "healthcheck"]
ENTRYPOINT ["/usr/bin/haproxy-exporter"]
