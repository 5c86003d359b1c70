"""Lambert-93, the projection of the maps of France, on the ellipsoid GRS 80."""

from math import asinh, atanh, cos, exp, log, radians, sin, sqrt, tan

ECCENTRICITY = sqrt(0.00669438002290)
AXIS = 6_378_137.0
ORIGIN = (radians(3), radians(46.5))
PARALLELS = (radians(44), radians(49))
FALSE = (700_000.0, 6_600_000.0)


def _isometric(latitude: float) -> float:
    return asinh(tan(latitude)) - ECCENTRICITY * atanh(ECCENTRICITY * sin(latitude))


def _parallel(latitude: float) -> float:
    """Radius of a parallel, in semi-major axes."""
    return cos(latitude) / sqrt(1 - (ECCENTRICITY * sin(latitude)) ** 2)


class Lambert:
    def __init__(self) -> None:
        south, north = PARALLELS
        self.exponent = log(_parallel(south) / _parallel(north)) / (_isometric(north) - _isometric(south))
        self.constant = AXIS * _parallel(south) * exp(self.exponent * _isometric(south)) / self.exponent
        self.top = FALSE[1] + self._radius(ORIGIN[1])

    def _radius(self, latitude: float) -> float:
        return self.constant * exp(-self.exponent * _isometric(latitude))

    def project(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Metres, eastward and northward."""
        radius = self._radius(radians(latitude))
        angle = self.exponent * (radians(longitude) - ORIGIN[0])
        return FALSE[0] + radius * sin(angle), self.top - radius * cos(angle)
