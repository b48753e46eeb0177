"""One hue a network, the same in every picture of the product."""

# Found by search for the largest least difference, to ordinary eyes and to those without red or
# green cones (Machado and others 2009, in OKLab), among colours of moderate strength with a
# contrast on white of 3 to 1 or more; neighbours on the tile map differ most. Fifteen are more
# than anybody tells apart by colour alone: a line is always named too.
NETWORKS = {
    "HI-NENC": "#900048",
    "HI-NWC": "#488478",
    "HI-Man": "#8478fc",
    "HI-YH": "#00a854",
    "HI-WM": "#543078",
    "HI-EM": "#9048a8",
    "HI-East": "#d860a8",
    "HI-West": "#f0600c",
    "HI-OTV": "#189ccc",
    "ICHP": "#483c00",
    "UCLP": "#246c00",
    "HI-SW": "#0c30a8",
    "HI-Wessex": "#c0303c",
    "HIN-SL": "#3060d8",
    "HI-KSS": "#186078",
}


def hue(code: str, otherwise: str) -> str:
    """The hue of a network; `otherwise` for any other place."""
    return NETWORKS.get(code, otherwise)
