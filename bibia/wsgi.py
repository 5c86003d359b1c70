import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bibia.settings")
application = get_wsgi_application()

# After the settings are ready.
from bibia.courrier.postman import postman
from bibia.echanges.readings import readings

postman.start()
readings.start()
