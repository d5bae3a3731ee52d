package io.frostglass.gateway.guard;

/// Addresses of devices: IP, MAC, host and port, serial numbers. Times (`12:34:56`) have fewer groups.
final class NetworkCheck implements Check {

    private static final Rules RULES = Rules.of(
            "ipv4", "(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?!\\.?\\d)",
            "ipv6",
                    "(?<![0-9a-z:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![0-9a-z:])|"
                            + "(?<![0-9a-z:])(?:[0-9a-f]{0,4}:){1,6}:(?:[0-9a-f]{1,4}(?![a-z]))",
            "mac",
                    "(?<![0-9a-z])[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\\1){4}[0-9a-f]{2}(?![0-9a-z])|"
                            + "(?<![0-9a-z])[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}(?![0-9a-z])",
            "named_mac", "\\bmac(?: address)?\\b\\W{0,3}(?:is )?[0-9a-f]{2}[ :.-]?[0-9a-f]{2}",
            "host",
                    "\\blocal ?host\\b|\\b\\w+:\\d{4,5}/|\\b[a-z][a-z0-9-]+\\.(?:local|lan|internal|intranet|corp|home|localdomain)\\b",
            "serial",
                    "\\b(?:serial|s/n|imei|imsi|uuid|device id|ssid|bssid|wi-?fi (?:name|network))\\b"
                            + "\\W{0,3}(?:(?:no|number|nr)\\b\\W{0,2})?(?:is )?(?=[\\w-]*\\d)[\\w-]{3,}",
            "port", "\\b(?:port|ip(?: address)?)\\b\\W{0,2}(?:is )?(?:\\d{4,5}\\b|\\d+\\.\\d+\\.)");

    @Override
    public String name() {
        return "network";
    }

    @Override
    public CheckResult check(Text text) {
        return RULES.block(name(), text);
    }
}
