from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "groundswell.figures"
